"""A conference and a board at work, with one of everything that an address can name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import WIDE, Role, Viewer
from casework.accounts.models import SignInSession
from casework.actions import setting
from casework.advice import service as advice
from casework.advice.models import Verdict
from casework.advice.weighing import Advice, Asked, Part
from casework.agreements import service as agreements
from casework.agreements.circulation_models import Circulation
from casework.agreements.models import Agreement
from casework.agreements.reminder_models import Reminder, Reminding
from casework.agreements.signing import signature_of
from casework.cases import asked as asking
from casework.cases.duties import duties_of
from casework.cases.exclusions import exclude
from casework.cases.facts import record_fact
from casework.cases.matters import matter
from casework.cases.models import Case, CaseKind, CaseState
from casework.cases.opening import start_case, subjects
from casework.cases.states import move
from casework.cases.taking_part import relate
from casework.catalogue.field import Row
from casework.clock import now, today
from casework.conferences.service import agenda, attending, calendar, minuting, signing, sitting
from casework.db import Database, new_id
from casework.demo.signing import scanned
from casework.directory.models import (
    Agency,
    AgencyType,
    AppointmentRow,
    ConferenceKind,
    HeldPost,
    Partnership,
)
from casework.disclosure.current import GATE
from casework.referrals import addresses, attachments, contacting
from casework.referrals.models import Referral, ReferralState
from casework.research import asking as research
from casework.research import items, sharing
from casework.research.models import ResearchCorrection
from casework.reviews.models import Review, SustainmentCheck
from casework.reviews.service import candidates, importing
from casework.reviews.vocabulary import ActionKind, ReviewState, Source, State
from casework.sharing import circulating, ending, leaving, officers, rounds, signatures, suspending
from casework.sharing.examples import service as examples
from casework.sharing.examples.report import sign_report
from casework.web.downloads import DOCX
from casework.web.uploads import Upload
from tests.factories.accounts import open_session
from tests.factories.agreements import STARTER, adopt, clause
from tests.factories.boards import (
    add_reference,
    escalate,
    make_letter,
    make_paper,
    make_sitting,
    require_report,
)
from tests.factories.directory import (
    make_agency,
    make_conference,
    make_partnership,
    make_person,
    make_viewer,
)
from tests.factories.files import docx
from tests.factories.referrals import World, make_referral
from tests.factories.reviews import (
    Board,
    add_action,
    give_file,
    make_aim,
    make_draft,
    make_lesson,
    make_recommendation,
    make_record,
    make_review,
    make_training,
    report,
)

# The way of a case to its hearing, and to its end.
HEARD = (CaseState.SUBMITTED, CaseState.OPEN, CaseState.LISTED, CaseState.HEARD)
CLOSED = (*HEARD, CaseState.CLOSED)
# What each agency of a site is.
KINDS = {
    "police": AgencyType.POLICE,
    "housing": AgencyType.HOUSING,
    "health": AgencyType.HEALTH,
    "council": AgencyType.COORDINATING_BODY,
}


@dataclass
class Site:
    """One conference, one board, and the things that hang on them, by the name in an address."""

    world: World
    board: Board
    agencies: Mapping[str, Agency]
    # Some names mean several things: every one of them is tried on what is one's own.
    things: dict[str, list[UUID | str | int]] = field(default_factory=dict)

    def thing(self, name: str) -> UUID | str | int:
        """What an address calls by that name."""
        return self.things[name][0]


def make_agencies(session: Session, partnership: Partnership) -> dict[str, Agency]:
    """The agencies of a partnership, shared by its conferences."""
    return {name: make_agency(session, partnership, kind) for name, kind in KINDS.items()}


def make_site(
    session: Session,
    partnership: Partnership | None = None,
    agencies: Mapping[str, Agency] | None = None,
) -> Site:
    """Everything, through the services; a second site may share partnership and agencies."""
    partnership = partnership or make_partnership(session, demonstration=True)
    known = agencies or make_agencies(session, partnership)
    if agencies is None:
        adopt(session, partnership, tuple(known.values()))
    world = _world(session, partnership, known)
    site = Site(world, _board(session, partnership, known), known)
    for fill in (_casework, _meetings, _reviews, _boards, _people):
        fill(session, site)
    if agencies is None:
        _protocol(session, site)
    return site


def _world(session: Session, partnership: Partnership, agencies: Mapping[str, Agency]) -> World:
    conference = make_conference(
        session, partnership, ConferenceKind.DOMESTIC_ABUSE_MARAC, tuple(agencies.values())
    )

    def person(agency: str, role: Role) -> Viewer:
        return make_viewer(session, agencies[agency], role, conference)

    return World(
        partnership, conference, agencies["police"], agencies["housing"], agencies["council"],
        writer=person("police", Role.REFERRER), colleague=person("police", Role.REFERRER),
        other_writer=person("housing", Role.REFERRER),
        representative=person("housing", Role.REPRESENTATIVE),
        coordinator=person("council", Role.COORDINATOR), chair=person("council", Role.CHAIR),
    )  # fmt: skip


def _board(session: Session, partnership: Partnership, agencies: Mapping[str, Agency]) -> Board:
    conference = make_conference(
        session, partnership, ConferenceKind.BOARD, tuple(agencies.values())
    )

    def person(agency: str, role: Role) -> Viewer:
        return make_viewer(session, agencies[agency], role, conference)

    return Board(
        partnership, conference, agencies["housing"], agencies["health"], agencies["council"],
        chair=person("council", Role.REVIEW_CHAIR),
        owner=person("housing", Role.RECOMMENDATION_OWNER),
        colleague=person("housing", Role.RECOMMENDATION_OWNER),
        verifier=person("health", Role.VERIFIER),
    )  # fmt: skip


def _casework(session: Session, site: Site) -> None:
    world = site.world
    drafted, draft_case = make_referral(session, world, ReferralState.DRAFT)
    sent, _ = make_referral(session, world, ReferralState.SUBMITTED)
    accepted, case = make_referral(session, world, ReferralState.ACCEPTED)
    victim, known = (
        next(s.id for s in subjects(session, c) if s.kind == Row.VICTIM) for c in (draft_case, case)
    )
    child = next(s.id for s in subjects(session, draft_case) if s.kind == Row.CHILD)
    site.things |= {
        "case_id": [
            case.id,
            _brought_to(session, site, HEARD),
            _brought_to(session, site, CLOSED),
            draft_case.id,
        ],
        "other_id": [case.id],
        "referral_id": [drafted.id, sent.id, accepted.id],
        "subject_id": [victim, child, known],
    }
    _sent_along(session, site, (drafted, draft_case), (accepted, case), known)
    _said_of_it(session, site, case)


def _sent_along(
    session: Session, site: Site, draft: tuple[Referral, Case], accepted: tuple[Referral, Case],
    known: UUID,
) -> None:  # fmt: skip
    """What hangs on a referral: a file, and a new number that waits."""
    file = attachments.attach(
        session, site.world.writer, referral=draft[0], case=draft[1], name="notes.txt",
        content=b"Some notes.", description="",
    )  # fmt: skip
    moved = addresses.propose(
        session, site.world.writer, referral=accepted[0], case=accepted[1],
        field="victim.telephone", text="01632 960 777", subject_id=known,
    )  # fmt: skip
    site.things |= {
        "attachment_id": [file.id], "change_id": [moved.id], "field": ["victim.telephone"],
    }  # fmt: skip


def _said_of_it(session: Session, site: Site, case: Case) -> None:
    """What people recorded of a case: a fact, a duty, who stands how, whom it is hidden from."""
    world = site.world
    noted = record_fact(session, world.coordinator, case=case, name="fire_risk", value="yes")
    contact = contacting.ask_agency(session, world.coordinator, case, world.housing)
    led = relate(
        session, world.coordinator, case=case, agency_id=world.housing.id, relationship="lead"
    )
    stranger = make_person(session, world.police)
    hidden = exclude(session, world.coordinator, case=case, person_id=stranger.id)
    site.things |= {
        "contact_id": [contact.id],
        "exclusion_id": [hidden.id],
        "case_role_id": [led.id],
        "fact": ["fire_risk"],
        "fact_id": [noted.id],
        "duty_id": [_duty(session, site, case)],
    }


def _brought_to(session: Session, site: Site, states: tuple[CaseState, ...]) -> UUID:
    """An empty case of the agency that refers, walked to a state."""
    made = start_case(
        session, site.world.writer, conference_id=site.world.conference.id, kind=CaseKind.PERSON
    )
    for state in states:
        move(session, site.world.coordinator, made, state)
    return made.id


def _meetings(session: Session, site: Site) -> None:
    world = site.world
    case = session.get_one(Case, site.thing("case_id"))
    meeting = calendar.schedule(
        session, world.coordinator, conference_id=world.conference.id,
        starts_at=now() + timedelta(minutes=1), place="Guildhall", research_due_on=today(),
    )  # fmt: skip
    calendar.open_agenda(session, world.coordinator, meeting_id=meeting.id)
    item = agenda.list_case(session, world.coordinator, meeting_id=meeting.id, case_id=case.id)
    _research(session, site, case, meeting.id)
    _asked(session, site, case)
    on = {"meeting_id": meeting.id, "item_id": item.id}
    sitting.start_session(session, world.coordinator, meeting_id=meeting.id)
    signing.sign(session, world.coordinator, meeting_id=meeting.id)
    guest = attending.add_guest(session, world.coordinator, meeting_id=meeting.id, name="A guest")
    sitting.begin_case(session, world.coordinator, **on)
    passage = minuting.write_passage(
        session, world.coordinator, heading="minute.risk_victim", text="The risk is high.", **on
    )
    action = setting.propose(
        session, world.coordinator, case=case, text="Change the locks.", due_on=today(),
        owner_agency_id=world.housing.id, agreed=True, meeting_id=meeting.id,
    )  # fmt: skip
    site.things |= {
        "question_id": [_question(session, site, case)],
        "meeting_id": [meeting.id],
        "agenda_item_id": [item.id],
        "attendance_id": [guest.id],
        "passage_id": [passage.id],
        "case_action_id": [action.id],
    }


def _duty(session: Session, site: Site, case: Case) -> UUID:
    """An emergency was declared: its use is to be reviewed."""
    for name in ("emergency_declared", "serious_threat_reason_recorded"):
        record_fact(session, site.world.coordinator, case=case, name=name, value="yes")
    return next(duty.id for duty in duties_of(session, [case])[case.id])


def _question(session: Session, site: Site, case: Case) -> UUID:
    """Somebody asked before sharing outside, and has not said yet what was done."""
    part = Part(("Risk",), ("risk.narrative",), "full", "", "", (), ())
    asked = Asked(
        "risk_view", None, site.world.housing.id, "housing", "telephone", "safeguarding", now()
    )
    made = advice.record(
        session, site.world.writer, case=case, asked=asked, name="", why="They plan with us.",
        advice=Advice(Verdict.YES, (part,), ""),
    )  # fmt: skip
    return made.id


def _research(session: Session, site: Site, case: Case, meeting_id: UUID) -> None:
    world = site.world
    asked, other = research.request_research(
        session, world.coordinator, case=case,
        agency_ids=[world.housing.id, site.agencies["health"].id], due_on=today(),
        meeting_id=meeting_id,
    )  # fmt: skip
    mine = asked if asked.agency_id == world.housing.id else other
    told, kept = (
        items.add_item(
            session, world.representative, request_id=mine.id,
            new=items.NewItem("research.item_housing", words, relevant="yes", necessary="yes"),
        )
        for words in ("Rent is paid.", "The rent book is lost.")
    )  # fmt: skip
    sharing.share_item(session, world.representative, item_id=told.id, share="all")
    site.things |= {"request_id": [mine.id, other.id], "research_item_id": [kept.id, told.id]}


def _asked(session: Session, site: Site, case: Case) -> None:
    for_chair, for_police = (
        asking.ask(
            session, site.world.representative, case=case, section=section, field=None,
            subject_id=None, supplier_id=supplier, purpose="safety_planning",
            necessity="We must choose a safe flat.",
        )
        for section, supplier in (("health", None), ("children", site.world.police.id))
    )  # fmt: skip
    site.things["asked_id"] = [for_chair.id, for_police.id]


def _reviews(session: Session, site: Site) -> None:
    review, published = make_review(session, site.board), make_review(session, site.board)
    published.state, published.published_on = ReviewState.PUBLISHED, today()
    site.things |= make_record(session, site.board)
    recorded = session.get_one(Review, site.thing("review_id"))
    site.things |= {
        "draft_id": [make_draft(session, site.board.verifier, recorded)],
        "review_id": [review.id, *site.things["review_id"], published.id],
        "lesson_id": [make_lesson(session, site.board)],
        **make_training(session, site.board, f"Trauma {site.board.conference.name}"),
    }
    _recommendations(session, site, review)
    _candidates(session, site, review)


def _recommendations(session: Session, site: Site, review: Review) -> None:
    """One in each state that has pages of its own, with its file, aim, actions and checks."""
    made = {
        state: make_recommendation(session, site.board, review, state)
        for state in (State.IN_PROGRESS, State.PROPOSED, State.AGREED, State.EVIDENCE_SUBMITTED,
                      State.VERIFIED_COMPLETE, State.RAISED, State.MERGED)
    }  # fmt: skip
    going_on = made[State.IN_PROGRESS]
    site.things["file_id"].append(give_file(session, site.board, going_on))
    action, circulation, reported = (add_action(session, site.board, going_on) for _ in range(3))
    circulation.kind, circulation.document = ActionKind.CIRCULATION, "Findings"
    report(session, site.board, reported.id)
    session.flush()
    done = select(SustainmentCheck.id).where(
        SustainmentCheck.recommendation_id == made[State.VERIFIED_COMPLETE].id
    )
    site.things |= {
        "aim_id": [make_aim(session, site.board, going_on)],
        "recommendation_id": [r.id for r in made.values()],
        "review_action_id": [action.id, reported.id, circulation.id],
        "check_id": list(session.scalars(done)),
    }


def _candidates(session: Session, site: Site, review: Review) -> None:
    """What may become a recommendation: raised by hand, and brought in by a file."""
    said = [
        candidates.raise_candidate(
            session, site.board.chair, review_id=review.id, text="Ask twice", final=final,
            source=Source.WORKSHOP, source_words="Workshop",
        )
        for final in (False, True)
    ]  # fmt: skip
    brought, taken = (
        importing.upload(
            session, site.board.chair, review_id=review.id, name="plan.csv",
            content=b"Recommendation,Lead agency\nKeep one log,Somebody\nAsk twice,Police\n",
        )
        for _ in range(2)
    )  # fmt: skip
    importing.take_in(session, site.board.chair, import_id=taken.id)
    site.things |= {
        "candidate_id": [one.id for one in said], "import_id": [brought.id, taken.id],
    }  # fmt: skip


def _boards(session: Session, site: Site) -> None:
    sitting_of = make_sitting(session, site.board)
    make_sitting(session, site.board, now() + timedelta(days=90))
    file = Upload("paper.docx", DOCX, docx())
    sent = make_paper(session, site.board.owner, sitting_of, upload=file, no_case_data=True)
    other = make_conference(session, site.board.partnership, ConferenceKind.BOARD)
    asked = escalate(session, site.board, other)
    owed = require_report(session, site.board)
    outstanding = add_reference(session, site.board, sitting_of)
    silent, letter = make_letter(session, site.board)
    site.things |= {
        "silent_agency_id": [site.board.health.id],
        "letter_id": [letter.id],
        "board_id": [site.board.conference.id],
        "thing_id": [outstanding.id, asked.id],
        "escalation_id": [asked.id],
        "owed_report_id": [owed.id],
        "board_reference_id": [outstanding.id],
        "board_meeting_id": [sitting_of.id, silent.id],
        "paper_id": [sent.id],
        "what": ["overdue", "absent", "unpublished", "late-papers", "actions-late", "slow"],
    }


def _protocol(session: Session, site: Site) -> None:
    author = make_viewer(session, site.agencies["police"], Role.PROTOCOL_ADMINISTRATOR)
    drafted = agreements.draft(session, author, text=STARTER.replace('"1.0"', '"1.1"', 1))
    # It names a post, so that there is one to give.
    coming = STARTER.replace('"1.0"', '"1.2"', 1) + clause("99", "grant", "full", role="idva")
    proposed = agreements.draft(session, author, text=coming)
    agreements.propose(session, author, agreement_id=proposed.id, version=proposed.version)
    versions = agreements.versions(session, author.partnership_id)
    others = sorted(row.id for row in versions if row not in (drafted, proposed))
    site.things |= {
        "agreement_id": [drafted.id, *others, proposed.id],
        "number": ["3.2"],
        "place": [0],
        "part": ["bases"],
    }
    for row in (drafted, proposed):
        officers.name_officer(
            session, author, agreement_id=row.id, agency_id=site.agencies["housing"].id,
            person_id=site.world.representative.person_id, name="", post="",
        )  # fmt: skip
    _signed(session, site, author, drafted, proposed)
    made = _circulated(session, site, author, drafted)
    _ending(session, site, author, next(row for row in versions if row.in_force_from))
    _reminded(session, site, author, made)
    site.things |= _examples(session, site, author, drafted)


def _signed(
    session: Session, site: Site, author: Viewer, drafted: Agreement, proposed: Agreement
) -> None:
    """A signature on paper, and one partner that stays away from another."""
    paper = signatures.record_standing(
        session, author, agreement_id=proposed.id, agency_id=site.agencies["health"].id,
        status="signed", signed_by="A. Chief", paper=signatures.OnPaper(scan=scanned("A. Chief")),
    )  # fmt: skip
    suspended = suspending.suspend(
        session, author, agreement_id=drafted.id, by_agency_id=site.agencies["health"].id,
        towards_agency_id=site.agencies["council"].id, reason="A breach is looked into.",
    )  # fmt: skip
    session.flush()
    site.things |= {
        "suspension_id": [one.id for one in suspended],
        "signature_id": [signature_of(session, paper).id],  # type: ignore[union-attr]  # just made
    }


def _circulated(session: Session, site: Site, author: Viewer, row: Agreement) -> Circulation:
    """A round with a reader outside and a comment."""
    made = circulating.circulate(
        session, author, agreement_id=row.id, reply_by=today(),
        outsiders=[circulating.Outsider("A. Marsh")],
    )  # fmt: skip
    said = circulating.comment(
        session, site.world.representative, circulation_id=made.id, clause="3.2", words="Say less."
    )
    outside = [r for r in rounds.readers_of(session, made) if r.person_id is None]
    site.things |= {
        "circulation_id": [made.id],
        "comment_id": [said.id],
        "reader_id": [r.id for r in outside],
    }
    return made


def _ending(session: Session, site: Site, author: Viewer, row: Agreement) -> None:
    """A partner gives notice, and somebody asks for the end of all of it."""
    notice = leaving.give_notice(
        session, author, agreement_id=row.id, agency_id=site.agencies["health"].id,
        last_day=today() + timedelta(days=30), said_by="A. Chief", reason="",
    )  # fmt: skip
    ending.ask_end(
        session, author, agreement_id=row.id, reason="It has had its day.", last_day=None
    )
    site.things |= {
        "leaving_id": [notice.id],
        "left_id": [line.id for line in leaving.left_behind(session, notice)],
    }


def _reminded(session: Session, site: Site, author: Viewer, made: Circulation) -> None:
    """One press, and one letter of it."""
    press = Reminding(
        partnership_id=made.partnership_id, agreement_id=made.agreement_id,
        sent_by=author.person_id, sent_at=now(),
    )  # fmt: skip
    session.add(press)
    session.flush()
    session.add(
        Reminder(
            partnership_id=made.partnership_id, reminding_id=press.id, missing="reply",
            name="A. Marsh", circulation_id=made.id, due=today(),
        )
    )  # fmt: skip
    session.flush()
    site.things["reminding_id"] = [press.id]


def _examples(
    session: Session, site: Site, author: Viewer, row: Agreement
) -> dict[str, list[UUID | str | int]]:
    """One that is signed and one that is not, for each agency that is asked here, and a report."""
    made: list[UUID | str | int] = []
    for one in (author, site.world.representative):
        for number in range(2):
            example = examples.write_example(
                session, one, agreement_id=row.id, sentence=f"We see the rent, {number}.",
                given={"agency_type": "housing", "category": "finance"}, expected="full",
            )  # fmt: skip
            made.append(example.id)
    signed = examples.load_example(session, row, UUID(str(made[1])))
    examples.sign_example(
        session, author, agreement_id=row.id, example_id=signed.id, version=signed.version
    )
    report = sign_report(session, author, agreement_id=row.id)
    return {"example_id": made, "report_id": [report.id]}


def _people(session: Session, site: Site) -> None:
    invited = make_person(session, site.agencies["health"], Role.DEPUTY, site.world.conference)
    row = session.scalars(
        select(AppointmentRow).where(AppointmentRow.person_id == invited.id)
    ).one()
    site.things |= {
        "person_id": [invited.id],
        "successor_id": [make_person(session, site.agencies["health"]).id],
        "agency_id": [site.agencies["health"].id],
        "appointment_id": [row.id],
        "post_id": [_post(session, row)],
        "conference_id": [site.world.conference.id, site.board.conference.id],
        "section": ["health"],
        "kind": ["asb_case_review"],
        "step": ["cancel"],
        "name": ["victim_identity", "children"],
    }


def _post(session: Session, row: AppointmentRow) -> UUID:
    held = HeldPost(
        id=new_id(), partnership_id=row.partnership_id, appointment_id=row.id, word="idva",
        given_by=row.person_id, given_at=now(),
    )  # fmt: skip
    session.add(held)
    return held.id


# In which agency and where each role is held when it asks for a page.
AGENCY_OF = {
    Role.REFERRER: "police",
    Role.REPRESENTATIVE: "housing",
    Role.DEPUTY: "police",
    Role.COORDINATOR: "council",
    Role.CHAIR: "council",
    Role.REVIEW_CHAIR: "council",
    Role.RECOMMENDATION_OWNER: "housing",
    Role.VERIFIER: "health",
    Role.OBSERVER: "health",
}
ON_A_BOARD = frozenset(
    {Role.REVIEW_CHAIR, Role.RECOMMENDATION_OWNER, Role.VERIFIER, Role.LAY_MEMBER}
)


def person_in(session: Session, site: Site, role: Role) -> UUID:
    """Somebody who holds one role at this site; the agency that refers where nothing else fits."""
    agency = site.agencies[AGENCY_OF.get(role, "police")]
    place = site.board.conference if role in ON_A_BOARD else site.world.conference
    return make_person(session, agency, role, None if role in WIDE else place).id


def live_in(app: Flask, site: Site) -> None:
    """What only comes about by use: something was read and put right, somebody is signed in."""
    store: Database = app.extensions["confer_database"]
    case_id, told = site.thing("case_id"), site.things["research_item_id"][1]
    with store.reading() as session:
        case = session.get_one(Case, case_id)
        app.extensions[GATE].reveal([site.world.coordinator], matter(session, case))
    with store.writing() as session:
        items.change_item(
            session, site.world.representative, item_id=UUID(str(told)),
            new=items.NewItem(
                "research.item_housing", "Rent is owed.", relevant="yes", necessary="yes"
            ),
        )  # fmt: skip
        corrected = select(ResearchCorrection.id).where(ResearchCorrection.case_id == case_id)
        # Of somebody who does nothing else here: nobody ends another's session.
        colleague = site.world.colleague.person_id
        open_session(session, colleague)
        open_ = select(SignInSession.id).where(SignInSession.person_id == colleague)
        site.things |= {
            "correction_id": list(session.scalars(corrected)),
            "session_id": list(session.scalars(open_)),
            "token": ["no-such-link"],
        }
