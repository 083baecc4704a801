"""Officers sign here, paper is recorded with its scan, and every screen says who must act."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from threading import Thread
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from casework.access import Role, Viewer
from casework.agreements import service as agreements
from casework.agreements.in_force import party_statuses, standing_of
from casework.agreements.models import Agreement, AgreementState, Party
from casework.agreements.standing import INVITED
from casework.agreements.standing_models import Scan, Signature, Suspension
from casework.clock import now
from casework.directory.models import Person, PersonStatus
from casework.disclosure.ledger_models import LedgerEntry
from casework.errors import Invalid
from casework.sharing.officers import name_officer
from casework.sharing.scans import LARGEST_SCAN, seal_open_scans
from casework.sharing.service import document
from casework.sharing.signatures import OnPaper, record_standing
from protocols.life import ALL, Life
from protocols.writer import write
from tests.casework.sharing.desk import Desk
from tests.client import PageClient
from tests.factories.directory import make_viewer

PDF = b"%PDF-1.7 a signed page"


@pytest.fixture
def officer(desk: Desk) -> Viewer:
    """Sam Okafor signs for housing, which has not signed yet."""
    housing = desk.world.agencies["housing"]
    with desk.store.writing() as session:
        person = make_viewer(
            session, housing, Role.REPRESENTATIVE, desk.world.conference, name="Sam Okafor"
        )
        name_officer(
            session, desk.author, agreement_id=UUID(desk.in_force), agency_id=housing.id,
            person_id=person.person_id, name="", post="Head of housing",
        )  # fmt: skip
        party = session.scalars(select(Party).where(Party.agency_id == housing.id)).one()
        party.status, party.signed_at = "invited", None
        for old in session.scalars(select(Signature).where(Signature.agency_id == housing.id)):
            session.delete(old)
    return person


def signature(desk: Desk, agency: str) -> Signature:
    with desk.store.reading() as session:
        key = desk.world.agencies[agency].id
        return session.scalars(
            select(Signature).where(Signature.agency_id == key, Signature.ended_at.is_(None))
        ).one()


def banner(client: PageClient, url: str = "/cases/") -> str:
    return client.page(url).words


def test_screens_say_who_must_sign_and_stop_saying_so_once_it_is_done(
    desk: Desk, officer: Viewer
) -> None:
    name = desk.world.agencies["housing"].name
    said = f"{name} has not signed version 1.0: Sam Okafor must sign. Until then nothing is shared"
    police, own = desk.browser(desk.world.viewers["police"]), desk.browser(officer)
    case = f"/cases/{desk.world.case.id}"
    for client in (police, own):
        assert said in banner(client, case)
    page = f"/protocol/{desk.in_force}/sign"
    assert f"I sign for {name}" in own.page(page).words
    assert own.submit(page, {}).status_code == 422
    assert own.submit(page, {"agreed": "y"}).status_code == 302
    for client in (police, own):
        assert "has not signed" not in banner(client, case)
    made = signature(desk, "housing")
    assert (made.signed_by, made.post, made.way) == ("Sam Okafor", "Head of housing", "product")
    with desk.store.reading() as session:
        assert made.digest == session.get_one(Agreement, UUID(desk.in_force)).digest


def test_the_name_stays_when_the_officer_has_left(desk: Desk, officer: Viewer) -> None:
    desk.browser(officer).submit(f"/protocol/{desk.in_force}/sign", {"agreed": "y"})
    with desk.store.writing() as session:
        session.get_one(Person, officer.person_id).status = PersonStatus.LEFT
    words = desk.browser(desk.world.viewers["police"]).page(f"/protocol/{desk.in_force}/parties")
    assert "Sam Okafor" in words.words
    assert "Head of housing" in words.words


def test_nobody_but_the_named_officer_signs_and_only_the_text_that_was_read(
    desk: Desk, officer: Viewer
) -> None:
    page = f"/protocol/{desk.in_force}/sign"
    for other in (desk.world.viewers["housing"], desk.author):
        assert desk.browser(other).get(page).status_code == 403
    told = {"agreed": "y", "digest": "0" * 64}
    answer = desk.browser(officer).submit(page, told)
    assert answer.status_code == 422
    assert "has changed" in answer.text
    assert desk.browser(officer).submit(page, {"agreed": "y"}).status_code == 302
    assert "signed this version already" in desk.browser(officer).submit(
        page, {"agreed": "y"}
    ).text  # fmt: skip


def test_a_draft_is_signed_by_nobody_and_writing_in_it_again_voids_signatures(desk: Desk) -> None:
    client = desk.browser(desk.author)
    client.submit(f"/protocol/{desk.in_force}/draft", {"label": "1.1"})
    url = f"/protocol/{desk.draft().id}"
    told = {
        "agency_id": str(desk.world.agencies["fire"].id), "status": "signed",
        "signed_by": "A. Chief",
    }  # fmt: skip
    assert "still a draft" in client.submit(f"{url}/signatures", told).text
    client.submit(url, action=f"{url}/propose", button=("version", str(desk.draft().version)))
    assert client.submit(f"{url}/signatures", told).status_code == 302
    assert "1 of 11 have signed" in client.page(f"{url}/parties").words
    client.submit(url, action=f"{url}/take-back", button=("version", str(desk.draft().version)))
    assert "0 of 11 have signed" in client.page(f"{url}/parties").words


def proposed(desk: Desk) -> Agreement:
    """Version 1.1, handed over."""
    client = desk.browser(desk.author)
    client.submit(f"/protocol/{desk.in_force}/draft", {"label": "1.1"})
    url = f"/protocol/{desk.draft().id}"
    client.submit(url, action=f"{url}/propose", button=("version", str(desk.draft().version)))
    return desk.draft()


def test_who_signs_while_the_text_is_taken_back_has_signed_nothing(desk: Desk) -> None:
    row, fire = proposed(desk), desk.world.agencies["fire"].id

    def take_back() -> None:
        with desk.store.writing() as own:
            agreements.take_back(own, desk.author, agreement_id=row.id, version=row.version)

    other = Thread(target=take_back)
    with desk.store.writing() as session:
        agreements.sign(session, desk.author, agreement_id=row.id, agencies=[fire])
        other.start()
        # Time enough for the other to be done, were there nothing to wait for.
        other.join(timeout=0.5)
    other.join()
    with desk.store.reading() as session:
        draft = session.get_one(Agreement, row.id)
        assert draft.state == AgreementState.DRAFT
        assert party_statuses(session, draft.id, now())[fire] == INVITED


def test_a_quorum_of_all_counts_nobody_whose_signature_was_under_another_text(desk: Desk) -> None:
    row, every = proposed(desk), [agency.id for agency in desk.world.agencies.values()]
    with desk.store.writing() as session:
        agreements.sign(session, desk.author, agreement_id=row.id, agencies=every)
        agreements.take_back(session, desk.author, agreement_id=row.id, version=row.version)
        again = session.get_one(Agreement, row.id)
        changed = replace(document(again), life=Life(quorum=ALL), title="Said otherwise")
        again = agreements.change_draft(
            session, desk.author, agreement_id=row.id, version=again.version, text=write(changed),
            clause="all", what="Said otherwise",
        )  # fmt: skip
        agreements.propose(session, desk.author, agreement_id=row.id, version=again.version)
        agreements.sign(session, desk.author, agreement_id=row.id, agencies=every[1:])
        assert not standing_of(session, again).has_quorum(now())
        agreements.sign(session, desk.author, agreement_id=row.id, agencies=every[:1])
        assert standing_of(session, again).has_quorum(now())


@pytest.fixture
def told(desk: Desk) -> dict[str, object]:
    return {
        "agency_id": str(desk.world.agencies["fire"].id), "status": "signed",
        "signed_by": "A. Chief", "post": "Chief fire officer", "paper_day-day": "3",
        "paper_day-month": "2", "paper_day-year": "2026",
    }  # fmt: skip


def test_a_signature_on_paper_keeps_its_scan_for_those_who_record_signatures(
    desk: Desk, told: dict[str, object]
) -> None:
    coordinator = desk.browser(desk.world.viewers["coordinator"])
    page = f"/protocol/{desk.in_force}/signatures"
    told["scan"] = (BytesIO(PDF), "../../etc/passwd.pdf")
    assert coordinator.submit(page, told).status_code == 302
    made = signature(desk, "fire")
    words = coordinator.page(f"/protocol/{desk.in_force}/parties").words
    assert "3 February 2026, on paper; recorded" in words
    url = f"/protocol/{desk.in_force}/signatures/{made.id}/scan"
    answer = coordinator.get(url)
    assert (answer.status_code, answer.data) == (200, PDF)
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=signature-1.0-")
    assert desk.browser(desk.world.viewers["police"]).get(url).status_code == 403


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<svg onload=alert(1)>", "must be PDF, JPEG or PNG"),
        (b"words only", "must be PDF, JPEG or PNG"),
    ],
)
def test_a_scan_of_another_kind_or_size_is_refused_and_nothing_is_recorded(
    desk: Desk, told: dict[str, object], content: bytes, words: str
) -> None:
    before = signature(desk, "fire").id
    told["scan"] = (BytesIO(content), "scan.pdf")
    answer = desk.browser(desk.author).submit(f"/protocol/{desk.in_force}/signatures", told)
    assert answer.status_code == 422
    assert words in answer.text
    assert "A. Chief" in answer.text
    assert signature(desk, "fire").id == before
    with desk.store.reading() as session:
        assert session.scalars(select(Scan)).all() == []


def test_a_scan_that_is_too_large_is_refused(desk: Desk) -> None:
    large = OnPaper(scan=PDF + b"0" * LARGEST_SCAN)
    with pytest.raises(Invalid, match="5 MB or smaller"), desk.store.writing() as session:
        record_standing(
            session, desk.author, agreement_id=UUID(desk.in_force),
            agency_id=desk.world.agencies["fire"].id, status="signed", signed_by="A. Chief",
            paper=large,
        )  # fmt: skip


def recorded(desk: Desk, told: dict[str, object]) -> tuple[PageClient, str]:
    """A signature with its scan; the browser that recorded it, and where the scan is."""
    client = desk.browser(desk.author)
    told["scan"] = (BytesIO(PDF), "scan.pdf")
    assert client.submit(f"/protocol/{desk.in_force}/signatures", told).status_code == 302
    made = signature(desk, "fire")
    return client, f"/protocol/{desk.in_force}/signatures/{made.id}/scan"


def scan(desk: Desk) -> Scan:
    with desk.store.reading() as session:
        return session.scalars(select(Scan)).one()


def test_a_scan_lies_sealed_and_each_handing_out_is_written_down(
    desk: Desk, told: dict[str, object]
) -> None:
    client, url = recorded(desk, told)
    kept = scan(desk)
    assert kept.wrapped_key is not None
    assert b"a signed page" not in kept.content
    assert kept.fingerprint == sha256(PDF).hexdigest()
    assert client.get(url).data == PDF
    with desk.store.reading() as session:
        bodies = dict(session.execute(select(LedgerEntry.kind, LedgerEntry.body)).all())
        shown = session.scalars(
            select(LedgerEntry.actor_id).where(LedgerEntry.object_id == kept.id)
        ).all()
    assert shown == [desk.author.person_id]
    assert kept.fingerprint.encode() in bodies["protocol:signed"]


def test_the_bytes_of_one_scan_do_not_open_in_the_place_of_another(
    desk: Desk, told: dict[str, object]
) -> None:
    _client, url = recorded(desk, told)
    health = signature(desk, "health").id
    with desk.store.writing() as session:
        kept = session.scalars(select(Scan)).one()
        session.add(
            Scan(
                partnership_id=kept.partnership_id, media_type=kept.media_type, size=kept.size,
                signature_id=health, fingerprint=kept.fingerprint,
                content=kept.content, wrapped_key=kept.wrapped_key, added_by=kept.added_by,
                added_at=kept.added_at,
            )
        )  # fmt: skip
        kept.fingerprint = "0" * 64
    other = f"/protocol/{desk.in_force}/signatures/{health}/scan"
    for address in (other, url):
        answer = desk.browser(desk.author).get(address)
        assert answer.status_code == 500
        assert PDF not in answer.data


def test_what_was_kept_before_scans_were_sealed_is_sealed_by_the_next_worker(
    desk: Desk, told: dict[str, object]
) -> None:
    client, url = recorded(desk, told)
    with desk.store.writing() as session:
        kept = session.scalars(select(Scan)).one()
        kept.content, kept.wrapped_key = PDF, None
    assert client.get(url).data == PDF
    seal_open_scans(desk.store)
    sealed = scan(desk)
    assert b"a signed page" not in sealed.content
    seal_open_scans(desk.store)
    assert scan(desk).content == sealed.content, "what is sealed is not sealed again"
    assert client.get(url).data == PDF


def test_a_scan_larger_than_any_other_form_is_told_beside_its_field_and_nothing_is_lost(
    desk: Desk, told: dict[str, object]
) -> None:
    told["scan"] = (BytesIO(PDF + b"0" * 12 * 1024 * 1024), "scan.pdf")
    answer = desk.browser(desk.author).submit(f"/protocol/{desk.in_force}/signatures", told)
    # The test client keeps what is so large in a temporary file.
    answer.request.environ["wsgi.input"].close()
    assert answer.status_code == 422
    assert "5 MB or smaller" in answer.text
    assert "A. Chief" in answer.text
    assert "Chief fire officer" in answer.text


def test_only_a_signature_has_a_scan(desk: Desk, told: dict[str, object]) -> None:
    told |= {"status": "withdrawn", "scan": (BytesIO(PDF), "scan.pdf")}
    answer = desk.browser(desk.author).submit(f"/protocol/{desk.in_force}/signatures", told)
    assert "Only a signature has a scan" in answer.text


def test_a_day_on_the_paper_that_has_not_come_is_refused(
    desk: Desk, told: dict[str, object]
) -> None:
    told["paper_day-year"] = "2199"
    answer = desk.browser(desk.author).submit(f"/protocol/{desk.in_force}/signatures", told)
    assert "today or in the past" in answer.text


def test_an_officer_is_somebody_of_that_agency_or_a_name(desk: Desk, app: Flask) -> None:
    client, fire = desk.browser(desk.author), desk.world.agencies["fire"].id
    page = f"/protocol/{desk.in_force}/parties/{fire}"
    assert client.submit(page, {}).status_code == 422
    stranger = str(desk.world.viewers["police"].person_id)
    assert client.submit(page, {"person_id": stranger}).status_code == 422
    own = str(desk.world.viewers["fire"].person_id)
    assert client.submit(page, {"person_id": own, "post": "Chief"}).status_code == 302
    assert client.submit(page, {"name": "B. Outside", "person_id": ""}).status_code == 302
    assert "B. Outside" in client.page(f"/protocol/{desk.in_force}/parties").words


def test_a_pair_is_suspended_and_goes_on_again_from_the_screen(desk: Desk) -> None:
    client, case = desk.browser(desk.author), f"/cases/{desk.world.case.id}"
    advocate = desk.browser(desk.world.viewers["victim_service"])
    police, other = (str(desk.world.agencies[a].id) for a in ("police", "victim_service"))
    page = f"/protocol/{desk.in_force}/suspend"
    wrong = client.submit(
        page, {"by_agency_id": police, "towards_agency_id": police, "reason": "Why"}
    )
    assert "two different agencies" in wrong.text
    told = {"by_agency_id": police, "towards_agency_id": other, "reason": "A breach."}
    assert "Markervictim" in advocate.page(case).words
    assert client.submit(page, told).status_code == 302
    assert "Markervictim" not in advocate.page(case).words
    assert client.submit(page, told).status_code == 422
    listed = client.page(f"/protocol/{desk.in_force}/parties")
    assert "Suspended now" in listed.words
    with desk.store.reading() as session:
        key = session.scalars(select(Suspension.id)).one()
    lift = f"/protocol/{desk.in_force}/suspensions/{key}/lift"
    assert client.submit(lift, {}).status_code == 302
    assert "Markervictim" in advocate.page(case).words
