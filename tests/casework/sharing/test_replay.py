"""What was decided is decided again from what was recorded: the same, and otherwise by a draft."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from casework.access import Viewer
from casework.agreements.models import Agreement
from casework.cases.facts import record_fact
from casework.cases.matters import matter
from casework.cases.models import Case
from casework.clock import moved_to, now, today
from casework.disclosure.current import GATE
from casework.disclosure.ledger import Entry, Kind, append
from casework.disclosure.ledger_entry import read_body
from casework.disclosure.ledger_models import LedgerEntry
from casework.sharing import replay_report
from casework.sharing.replay import Gone, Look, Replayed, replay_all
from casework.sharing.replay_forms import ReplayForm
from tests.casework.sharing.desk import Desk
from tests.factories.agreements import clause

NOTHING_FOR_VICTIM_SERVICES = clause("99.1", "cap", "withheld", agency_type="victim_service")
FINANCES_FOR_ENVIRONMENTAL_HEALTH = clause(
    "99.2", "grant", "full", agency_type="environmental_health", field="victim.finances"
)
SEES_CHILDREN = '"childrens_social_care", "police", "victim_service"] }'
LOOKING = ("police", "victim_service", "coordinator", "housing")


def looks(made: Desk) -> None:
    for name in LOOKING:
        made.browser(made.world.viewers[name]).page(f"/cases/{made.world.case.id}")


def replayed(made: Desk, text: str | None = None) -> list[Look]:
    """Everything shown until now; beside a draft of this text."""
    with made.store.reading() as session:
        entries = session.scalars(
            select(LedgerEntry).where(LedgerEntry.kind == Kind.ANSWERS_SHOWN).order_by("seq")
        )
        row = session.get_one(Agreement, UUID(made.in_force))
        draft = Agreement(name=row.name, label="2.0", text=text) if text is not None else None
        gate = made.app.extensions[GATE]
        return list(replay_all(session, gate, entries.all(), under=row.id, draft=draft))


def decided(found: list[Look]) -> list[Replayed]:
    return [one for look in found for one in look.shown]


def text_in_force(made: Desk) -> str:
    with made.store.reading() as session:
        return session.get_one(Agreement, UUID(made.in_force)).text


def other_text(made: Desk) -> str:
    """Nothing for victim services; for housing as if everybody were of age."""
    wider = SEES_CHILDREN.replace("]", ', "housing"]')
    return text_in_force(made).replace(SEES_CHILDREN, wider) + NOTHING_FOR_VICTIM_SERVICES


def drafted(made: Desk, text: str) -> Agreement:
    """A draft of these words, as a row."""
    with made.store.writing() as session:
        row = session.get_one(Agreement, UUID(made.in_force))
        draft = Agreement(
            partnership_id=row.partnership_id, name=row.name, label="2.0", title=row.title,
            text=text, digest="0" * 64, author_id=made.author.person_id,
            created_at=now(), changed_at=now(),
        )  # fmt: skip
        session.add(draft)
        session.flush()
        return draft


def wrote(made: Desk, viewer: Viewer, **other: object) -> None:
    """An entry of the ledger as it is not written today."""
    detail = {"version": "1.0", "purpose": "safety_planning", "channel": "screen",
              "stage": "agenda", "shown": other.pop("shown", [])}  # fmt: skip
    given = {"actor_id": viewer.person_id, "case_id": made.world.case.id, **other}
    with made.store.writing() as session:
        append(
            session,
            Entry(
                kind=Kind.ANSWERS_SHOWN, partnership_id=viewer.partnership_id, at=now(),
                agency_id=viewer.agency_id, detail=detail, **given,  # type: ignore[arg-type]  # the test names the keywords
            ),
        )  # fmt: skip


def a_shown_answer(made: Desk) -> tuple[str, str]:
    """The id and the question of something housing was shown."""
    made.browser(made.world.viewers["housing"]).page(f"/cases/{made.world.case.id}")
    one = decided(replayed(made))[0]
    return str(one.item.answer_id), one.item.field


def test_what_was_shown_is_decided_again_the_same(desk: Desk) -> None:
    looks(desk)
    found = replayed(desk)
    assert [look.agency for look in found] == [desk.world.viewers[n].agency_name for n in LOOKING]
    assert decided(found)
    assert [one for one in decided(found) if not one.is_same] == []
    assert {one.draft for one in decided(found)} == {None}


def test_what_is_recorded_later_does_not_change_what_was_decided(desk: Desk) -> None:
    looks(desk)
    before = [(one.again.effect, one.again.clause) for one in decided(replayed(desk))]
    with moved_to(now() + timedelta(hours=2)), desk.store.writing() as session:
        case = session.get_one(Case, desk.world.case.id)
        police = desk.world.viewers["police"]
        for name in ("serious_threat", "emergency_declared", "chair_approved"):
            record_fact(session, police, case=case, name=name, value="yes")
    assert [(one.again.effect, one.again.clause) for one in decided(replayed(desk))] == before


def test_several_before_one_screen_are_replayed_together(desk: Desk) -> None:
    room = [desk.world.viewers[name] for name in ("police", "housing", "fire")]
    with desk.store.reading() as session:
        held = matter(session, session.get_one(Case, desk.world.case.id))
        desk.app.extensions[GATE].reveal(room, held, channel="screen_in_session")
    found = replayed(desk)
    assert len(found) == len(room)
    assert [one for one in decided(found) if not one.is_same] == []


def test_a_draft_says_who_would_have_been_shown_less_and_who_more(desk: Desk) -> None:
    looks(desk)
    text = text_in_force(desk)
    assert not [one for look in replayed(desk, text) for one in look.answers if one.change]
    names = {n: desk.world.viewers[n].agency_name for n in ("victim_service", "housing")}
    found = replayed(desk, other_text(desk))
    changes = {(look.agency, one.change) for look in found for one in look.answers if one.change}
    assert changes == {(names["victim_service"], -1), (names["housing"], 1)}
    opened = [one for look in found for one in look.answers if one.change > 0]
    assert {(one.item.field, one.shown) for one in opened} == {("victim.surname", "existence")}


def test_what_a_draft_would_have_opened_counts_though_nothing_of_it_was_shown(desk: Desk) -> None:
    desk.browser(desk.world.viewers["environmental_health"]).page(f"/cases/{desk.world.case.id}")
    (look,) = replayed(desk, text_in_force(desk) + FINANCES_FOR_ENVIRONMENTAL_HEALTH)
    opened = [(one.item.field, one.shown, one.change) for one in look.answers if one.change]
    assert opened == [("victim.finances", None, 1)]


def test_a_draft_that_is_not_about_such_conferences_would_have_shown_what_is_ones_own(
    desk: Desk,
) -> None:
    looks(desk)
    kinds = 'conference_kinds = ["asb_case_review"]\n'
    lines = [line for line in text_in_force(desk).splitlines() if "conference_kinds" not in line]
    first = next(n for n, line in enumerate(lines) if line.startswith("version"))
    text = "\n".join([*lines[:first], kinds, *lines[first:]])
    found = replayed(desk, text)
    less = {look.agency for look in found for one in look.answers if one.change < 0}
    assert less
    assert desk.world.viewers["police"].agency_name not in less


def test_a_look_at_a_case_that_is_gone_or_by_somebody_unknown_is_counted_and_not_guessed(
    desk: Desk,
) -> None:
    police = desk.world.viewers["police"]
    wrote(desk, police, case_id=uuid4())
    wrote(desk, police, actor_id=uuid4())
    wrote(desk, police, shown=[[str(uuid4()), "victim.surname", "full", "3.1"]])
    found = replayed(desk)
    assert [look.gone for look in found] == [Gone.CASE, Gone.PERSON, None]
    assert found[2].erased == 1


def test_a_decision_that_comes_out_otherwise_is_told_with_its_clause_then_and_now(
    desk: Desk,
) -> None:
    answer, field = a_shown_answer(desk)
    wrote(desk, desk.world.viewers["fire"], shown=[[answer, field, "full", "77.7"]])
    different = [one for one in decided(replayed(desk)) if not one.is_same]
    assert [(one.shown, one.clause, one.again.clause != "77.7") for one in different] == [
        ("full", "77.7", True)
    ]


def address(desk: Desk, of: str, **more: str) -> str:
    day = today()
    asked = {
        "since-day": "1", "since-month": "1", "since-year": "2024", "until-day": str(day.day),
        "until-month": str(day.month), "until-year": str(day.year), "draft": "", **more,
    }  # fmt: skip
    return f"/protocol/{of}/replay?" + "&".join(f"{k}={v}" for k, v in asked.items())


def test_the_page_says_how_many_were_replayed_and_that_all_are_the_same(desk: Desk) -> None:
    looks(desk)
    total = len(decided(replayed(desk)))
    words = desk.browser(desk.author).page(address(desk, desk.in_force)).words
    assert f"All {total} decisions come out the same" in words
    assert f"4 looks, {total} decisions that showed something" in words
    with desk.store.reading() as session:
        entry = session.scalars(
            select(LedgerEntry).where(LedgerEntry.kind == Kind.HISTORY_ASKED)
        ).one()
    assert (entry.actor_id, entry.case_id) == (desk.author.person_id, None)
    assert entry.object_id == UUID(desk.in_force)


def test_every_question_that_is_asked_is_recorded_with_its_days_and_its_draft(desk: Desk) -> None:
    client, other = desk.browser(desk.author), drafted(desk, text_in_force(desk))
    told = (("2024", ""), ("2025", ""), ("2025", str(other.id)))
    with moved_to(now()):
        for year, draft in told:
            client.page(address(desk, desk.in_force, draft=draft, **{"since-year": year}))
    with desk.store.reading() as session:
        asked = select(LedgerEntry).where(LedgerEntry.kind == Kind.HISTORY_ASKED)
        rows = session.scalars(asked.order_by(LedgerEntry.seq))
        found = [read_body(row.body)["detail"] for row in rows]
    assert [(one["since"], one["draft"]) for one in found] == [
        (f"{year}-01-01", draft or None) for year, draft in told
    ]
    assert {one["until"] for one in found} == {today().isoformat()}


def test_what_differs_is_listed_without_a_name_and_with_a_reference_only_where_it_may_be_known(
    desk: Desk,
) -> None:
    answer, field = a_shown_answer(desk)
    wrote(desk, desk.world.viewers["fire"], shown=[[answer, field, "full", "77.7"]])
    names = {viewer.name for viewer in desk.world.viewers.values()}
    for who, told in ((desk.author, False), (desk.approver, True)):
        client = desk.browser(who)
        client.forbidden_markers = {"Markervictim", "Markermoney"}
        words = client.page(address(desk, desk.in_force)).words
        assert "1 of" in words
        assert "77.7" in words
        assert desk.world.viewers["fire"].agency_name in words
        assert (desk.world.case.reference in words) is told
        assert ("1 that you do not take part in" in words) is not told
        assert not [name for name in names if name in words]


def test_what_if_counts_by_agency_kind_of_information_and_question(desk: Desk) -> None:
    looks(desk)
    draft = drafted(desk, other_text(desk))
    client = desk.browser(desk.author)
    client.forbidden_markers = {"Markervictim", "Markermoney", desk.world.case.reference}
    words = client.page(address(desk, desk.in_force, draft=str(draft.id))).words
    assert "If version 2.0 had been in force" in words
    more, less = words.split("Would have been shown less")
    assert desk.world.viewers["housing"].agency_name in more.split("Would have been shown more")[1]
    assert desk.world.viewers["victim_service"].agency_name in less


def test_a_long_period_is_replayed_page_by_page_and_says_so(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks(desk)
    monkeypatch.setattr(replay_report, "LOOKS", 3)
    client = desk.browser(desk.author)
    first = client.page(address(desk, desk.in_force)).words
    assert "Looks in this period 4" in first
    assert "looks 1 to 3, oldest first" in first
    assert "Only the looks of this page were replayed" in first
    second = client.page(address(desk, desk.in_force, page="2")).words
    assert "looks 4 to 4" in second
    assert "1 look," in second


def test_only_what_was_decided_while_the_version_was_in_force_is_replayed(desk: Desk) -> None:
    looks(desk)
    with desk.store.writing() as session:
        row = session.get_one(Agreement, UUID(desk.in_force))
        row.in_force_from = now() + timedelta(days=1)
    words = desk.browser(desk.author).page(address(desk, desk.in_force)).words
    assert "Nobody looked" in words
    draft = drafted(desk, text_in_force(desk))
    never = desk.browser(desk.author).page(f"/protocol/{draft.id}/replay").words
    assert "Nothing was decided under this version" in never


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"since-day": ""}, "From must include a day"),
        ({"until-year": "2999"}, "To must be today or in the past"),
        ({"since-year": "2025", "until-year": "2024"}, "the same as or after the first day"),
        ({"draft": "none-of-these"}, "Select one of the options"),
    ],
)
def test_a_wrong_question_is_told_what_is_wrong(
    desk: Desk, given: dict[str, str], said: str
) -> None:
    sent = desk.browser(desk.author).get(address(desk, desk.in_force, **given))
    assert sent.status_code == 422
    assert said in sent.text


@pytest.mark.parametrize("who", ["chair", "coordinator", "police", "stranger"])
def test_nobody_else_replays(desk: Desk, who: str) -> None:
    client = desk.browser(desk.world.viewers[who])
    assert client.get(f"/protocol/{desk.in_force}/replay").status_code == 403


def test_a_period_covers_whole_days_of_london_when_the_clocks_change(desk: Desk) -> None:
    with desk.app.test_request_context():
        form = ReplayForm(None, meta={"csrf": False})
        form.since.data, form.until.data = date(2026, 3, 28), date(2026, 3, 29)
        since, until = (moment.astimezone(UTC) for moment in form.span)
    # That weekend has 47 hours.
    assert since == datetime(2026, 3, 28, tzinfo=UTC)
    assert until == datetime(2026, 3, 29, 23, tzinfo=UTC)
