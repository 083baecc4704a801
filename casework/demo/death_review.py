"""A death review on its way from the notice to the answer of the Home Office panel."""

from __future__ import annotations

from functools import partial
from importlib.resources import files

from casework.agreements import service as agreements
from casework.demo import content
from casework.demo.script import Stage
from casework.demo.told_review import LEADER, ToldReview
from casework.reviews.service import comments, panel, reports, reviewing, sealed
from casework.reviews.vocabulary import (
    FindingKind,
    ReportKind,
    ReportState,
    Response,
    ReviewKind,
    ReviewState,
    Seat,
    Statute,
)
from casework.sharing import service as desk
from casework.sharing.opened import opened

NOTIFIED, AGREEMENT, ASKED, DUE, ANSWERED = 400, 339, 310, 240, 14
# Days before loading on which the review reached each state.
STEPS: tuple[tuple[int, ReviewState], ...] = (
    (381, ReviewState.DECIDED),
    (380, ReviewState.HOME_OFFICE_TOLD),
    (340, ReviewState.CHAIR_APPOINTED),
    (318, ReviewState.SCOPED),
    (305, ReviewState.AGENCY_REPORTS),
    (222, ReviewState.PANEL),
    (170, ReviewState.DRAFTING),
    (130, ReviewState.FAMILY_CONSULTED),
    (104, ReviewState.AGREED),
    (98, ReviewState.SUBMITTED_QA),
    (20, ReviewState.QA_FEEDBACK),
)


def plan(stage: Stage) -> None:
    """Put the review on the timeline."""
    one, line, clock = ToldReview(stage, content.death_review()), stage.timeline, stage.calendar
    line.add(clock.at(NOTIFIED, 9), partial(_notify, one))
    line.add(clock.at(341, 9), partial(_appoint, one))
    line.add(clock.at(AGREEMENT, 9), partial(_agree, one))
    line.add(clock.at(319, 9), partial(_scope, one))
    line.add(clock.at(ASKED, 9), partial(_ask, one))
    line.add(clock.at(221, 9), partial(_return, one))
    line.add(clock.at(171, 9), partial(_find, one))
    line.add(clock.at(ANSWERED, 9), partial(_answer, one))
    for ago, wanted in STEPS:
        line.add(clock.at(ago, 11), partial(_advance, one, wanted))


def _notify(one: ToldReview) -> None:
    cast = one.stage.cast
    one.review = reviewing.start_review(
        cast.session, one.leader, title=one.told["title"], kind=ReviewKind.DEATH_REVIEW,
        conference_id=cast.conferences["board"].id,
    )  # fmt: skip
    panel.set_statute(
        cast.session, one.leader, review_id=one.made.id, statute=Statute.DVCVA_S9,
        version=one.made.version,
    )  # fmt: skip


def _advance(one: ToldReview, wanted: ReviewState) -> None:
    reviewing.advance_review(
        one.stage.session, one.leader, review_id=one.made.id, wanted=wanted,
        why=one.told["decided"] if wanted is ReviewState.DECIDED else "",
    )  # fmt: skip


def _appoint(one: ToldReview) -> None:
    session, people = one.stage.session, one.stage.cast.people
    panel.set_chair(
        session, one.leader, review_id=one.made.id, person_id=people[LEADER].id,
        independence=one.told["independence"], version=one.made.version,
    )  # fmt: skip
    for key in one.told["panel"]:
        panel.add_member(
            session, one.leader, review_id=one.made.id, person_id=people[key].id, seat=Seat.MEMBER
        )


def _agree(one: ToldReview) -> None:
    cast = one.stage.cast
    author, approver = cast.viewer("locke"), cast.viewer("winslow")
    text = files("protocols").joinpath("library/review_panel.toml").read_text(encoding="utf-8")
    row = desk.import_draft(cast.session, author, text=text)
    agreements.propose(cast.session, author, agreement_id=row.id, version=row.version)
    on_panel = {cast.people[key].agency_id for key in (LEADER, *one.told["panel"])}
    agreements.sign(cast.session, author, agreement_id=row.id, agencies=sorted(on_panel))
    read = opened(cast.session, (), row)
    desk.put_in_force(
        cast.session, approver, agreement_id=row.id, version=row.version, confirmed=read.digest
    )


def _scope(one: ToldReview) -> None:
    panel.set_terms(
        one.stage.session, one.leader, review_id=one.made.id, text=one.told["terms"],
        agreed_on=one.stage.calendar.day(319),
    )  # fmt: skip
    for said in one.told["record"]:
        ago = said.get("days")
        sealed.write_entry(
            one.stage.session, one.leader, review_id=one.made.id, field=said["field"],
            text=said["text"], happened_on=one.stage.calendar.day(ago) if ago else None,
        )  # fmt: skip


def _ask(one: ToldReview) -> None:
    for told in one.told["reports"]:
        reports.ask_agency(
            one.stage.session, one.leader, review_id=one.made.id,
            agency_id=one.stage.cast.people[told["agency"]].agency_id,
            kind=ReportKind(told["kind"]), due_on=one.stage.calendar.day(DUE),
        )  # fmt: skip


def _return(one: ToldReview) -> None:
    session, day = one.stage.session, one.stage.calendar.day
    asked = {(r.agency_id, r.kind): r for r in reports.reports_of(session, one.made)}
    for told in one.told["reports"]:
        row = asked[one.stage.cast.people[told["agency"]].agency_id, told["kind"]]
        steps = [(ReportState.NONE_HELD, told["none"])] if "none" in told else [
            (ReportState.RETURNED, ""), (ReportState.ACCEPTED, ""),
        ]  # fmt: skip
        for wanted, why in steps:
            reports.move_report(
                session, one.leader, report_id=row.id, wanted=wanted, why=why,
                on=day(told["returned"]) if wanted is ReportState.RETURNED else None,
                version=row.version,
            )  # fmt: skip


def _find(one: ToldReview) -> None:
    for told in one.told["findings"]:
        reviewing.add_finding(
            one.stage.session, one.leader, review_id=one.made.id, text=told["text"],
            kind=FindingKind(told["kind"]),
        )  # fmt: skip


def _answer(one: ToldReview) -> None:
    session, today = one.stage.session, one.stage.calendar.day
    for told in one.told["comments"]:
        row = comments.add_comment(
            session, one.leader, review_id=one.made.id, text=told["text"], received_on=today(20)
        )
        if "response" in told:
            comments.respond(
                session, one.leader, comment_id=row.id, response=Response(told["response"]),
                reason="", change=told["change"], owner_id=None, version=row.version,
            )  # fmt: skip
        if "agreed" in told:
            comments.agree_response(
                session, one.leader, comment_id=row.id, resolution="Board, minute 6",
                agreed_on=today(ANSWERED), version=row.version,
            )  # fmt: skip
