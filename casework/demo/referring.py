"""A referral is written page by page, handed in and decided on, as people do it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from casework.cases.models import CaseKind, LinkKind
from casework.catalogue.entry_routes import ThresholdRoute
from casework.catalogue.field import Kind, Row
from casework.catalogue.instruments import instruments_for
from casework.catalogue.section import Section
from casework.clock import today
from casework.demo import answers
from casework.demo.composing import take
from casework.demo.script import Script
from casework.referrals import intake, submission, triage
from casework.referrals.contact_finding import contacts
from casework.referrals.contacting import record_contact
from casework.referrals.pages import rows, shape_of
from casework.referrals.repeats import link
from casework.referrals.risk import record_risk

# A draft stops before the page on which the risk is described.
UNFINISHED = {"draft": {"awareness", "wishes_support", "previous", "safety"}}
ADVOCATES = "lantern"
# The advocates are in contact a day after a referral is accepted.
CONTACT = timedelta(days=1, hours=3)
NEARLY_ALWAYS = ("reached", "reached", "reached", "not_reached", "reached", "reached", "not_safe")
FIRST = (Row.VICTIM, Row.PLACE, Row.HOUSEHOLD)
NOT_REFERRED_ON = frozenset({"draft", "submitted"})


def plan(script: Script, turn: int) -> None:
    """Put the whole life of a referral on the timeline."""
    line, opened = script.stage.timeline, script.opened
    line.add(opened, lambda: _write(script))
    if script.fate == "draft":
        return
    line.add(opened + timedelta(hours=1), lambda: _submit(script))
    if script.fate not in NOT_REFERRED_ON:
        line.add(script.accepted_at, lambda: _decide(script, turn))
        line.add(script.accepted_at + CONTACT, lambda: _contact(script, turn))


def _write(script: Script) -> None:
    stage = script.stage
    script.referral, script.case = intake.start(
        stage.session, script.author, conference_id=stage.cast.conferences[script.conference].id,
        kind=CaseKind(script.story.get("kind", "person")),
    )  # fmt: skip
    route = ThresholdRoute(script.story["route"])
    intake.choose_route(
        stage.session, script.author, referral=script.referral, case=script.case, route=route
    )
    told = answers.rows_of(script.story)
    for page in shape_of(stage.session, script.referral, script.case).pages():
        if page.name not in UNFINISHED.get(script.fate, set()):
            _page(script, page, told)
    _score(script)


def _page(script: Script, page: Section, told: Mapping[Row, list[answers.Answers]]) -> None:
    if page.row is Row.CASE:
        person = script.stage.cast.people[script.story["by"]]
        given = answers.about_case(script.story, person, script.opened.date())
        _save(script, page, given, None)
        return
    entries = told.get(page.row, [])
    held = _rows(script, page, len(entries))
    for subject_id, entry in zip(held, entries, strict=True):
        _save(script, page, entry, subject_id)
    if not entries:
        _nobody(script, page)


def _rows(script: Script, page: Section, wanted: int) -> list[UUID]:
    stage, referral, case = script.stage, script.referral, script.made
    assert referral is not None, "the case was started with it"
    held = rows(stage.session, case).get(page.row, [])
    for _ in range(wanted - len(held)):
        added = intake.add_row(
            stage.session, script.author, referral=referral, case=case, section=page.name
        )
        held = [*held, added.id]
    return list(held)


def _nobody(script: Script, page: Section) -> None:
    assert script.referral is not None, "the case was started with it"
    intake.none_to_add(
        script.stage.session, script.author, referral=script.referral, case=script.made,
        section=page.name,
    )  # fmt: skip


def _save(script: Script, page: Section, given: Mapping[str, str], subject_id: UUID | None) -> None:
    assert script.referral is not None, "the case was started with it"
    asked = {f.name: f for f in page.fields}
    dates = [n for n, f in asked.items() if f.kind is Kind.DATE]
    answered = answers.dated(given, dates, script.opened.date())
    intake.save_section(
        script.stage.session, script.author, referral=script.referral, case=script.made,
        section=page.name, subject_id=subject_id, known={},
        answers={n: t for n, t in answered.items() if n in asked},
    )  # fmt: skip


def _score(script: Script) -> None:
    kind = script.stage.cast.conferences[script.conference].kind
    given = answers.about_case(
        script.story, script.stage.cast.people[script.story["by"]], script.opened.date()
    )
    assert script.referral is not None, "the case was started with it"
    for tool in instruments_for(kind):
        if any(item.field in given for item in tool.items):
            record_risk(
                script.stage.session, script.author, referral=script.referral, case=script.made,
                name=tool.name, answers=given,
            )  # fmt: skip


def _submit(script: Script) -> None:
    assert script.referral is not None, "it was started"
    submission.submit(
        script.stage.session, script.author, referral=script.referral, case=script.made
    )


def _decide(script: Script, turn: int) -> None:
    session, referral, case = script.stage.session, script.referral, script.made
    assert referral is not None, "it was started"
    office, story = script.coordinator, script.story
    if script.fate == "withdrawn":
        submission.withdraw(
            session, script.author, referral=referral, case=case, reason=story["decided"]
        )
    elif script.fate == "returned":
        triage.return_incomplete(
            session, office, referral=referral, case=case, missing=story["missing"]
        )
    elif script.fate == "declined":
        triage.decline(
            session, office, referral=referral, case=case, code=story["decline"],
            reason=story["decided"],
        )  # fmt: skip
    elif script.fate == "redirected":
        _redirect(script)
    else:
        triage.accept(session, office, referral=referral, case=case, reason=take("triage", turn))
        _link(script)


def _contact(script: Script, turn: int) -> None:
    """The advocates speak with the person before the meeting; the newest are still to be made."""
    if script.accepted_at + CONTACT > script.stage.calendar.now:
        return
    advocate = script.stage.cast.viewer(script.stage.cast.speaks_for(ADVOCATES, "marac"))
    for row in contacts(script.stage.session, script.made):
        record_contact(
            script.stage.session, advocate, contact_id=row.id, contacted_on=today(),
            outcome=NEARLY_ALWAYS[turn % len(NEARLY_ALWAYS)], version=row.version,
        )  # fmt: skip


def _redirect(script: Script) -> None:
    assert script.referral is not None, "it was started"
    conferences, target = script.stage.cast.conferences, script.story.get("to")
    triage.redirect(
        script.stage.session, script.coordinator, referral=script.referral, case=script.made,
        code=script.story["redirect"], reason=script.story["decided"],
        conference_id=conferences[target].id if target else None,
    )  # fmt: skip


def _link(script: Script) -> None:
    kinds = {"repeat_of": LinkKind.REPEAT, "counter_of": LinkKind.COUNTER_ALLEGATION}
    for name, kind in kinds.items():
        if other := script.story.get(name):
            link(
                script.stage.session, script.coordinator, case=script.made,
                other_case_id=script.stage.scripts[other].made.id, kind=kind,
            )  # fmt: skip
