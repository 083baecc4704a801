from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.boards.figures import writing
from casework.boards.figures.comparing import Shown, compare
from casework.boards.figures.files import to_csv, to_xlsx
from casework.boards.figures.keeping import keep_back
from casework.boards.figures.measures import BY_AGENCY, FIXED, TOTAL, Measure
from casework.boards.figures.periods import Span, period_of, periods_to_choose
from casework.boards.figures.table import Row, Table, publishable, table
from casework.boards.figures.value import FEWER, HIDDEN, Value
from casework.boards.models import FigureTarget
from casework.cases.models import CaseState
from casework.clock import moved_to, today
from casework.db import Database
from casework.directory.models import Partnership
from casework.errors import Invalid, NotFound, Refused, StaleEdit
from casework.referrals.models import Referral
from casework.reviews.vocabulary import State
from tests.casework.boards.conftest import TUESDAY, Browser
from tests.documents import words_of
from tests.factories.boards import lay_member
from tests.factories.reviews import Board, make_recommendation, make_review
from tests.factories.world import World, make_world
from tests.statements import counted

YEAR = "twelve-2026-2"


@pytest.fixture
def old(session: Session, board: Board) -> Board:
    """A partnership that has used this for three years."""
    session.get_one(Partnership, board.partnership.id).created_at = TUESDAY - timedelta(days=1100)
    session.flush()
    return board


@pytest.fixture
def world(store: Database) -> World:
    """A case in a partnership that has used this for three years."""
    with store.writing() as session:
        made = make_world(session, {}, state=CaseState.LISTED)
        session.merge(made.partnership).created_at = TUESDAY - timedelta(days=1100)
    return made


def refer(session: Session, world: World, agency: str, at: datetime, times: int) -> None:
    """So many referrals of an agency, as plain rows: only their columns are counted."""
    who = world.viewers[agency]
    for _ in range(times):
        session.add(
            Referral(
                partnership_id=world.partnership.id, case_id=world.case.id,
                conference_id=world.conference.id, agency_id=who.agency_id,
                author_id=who.person_id, reference="C-TEST", state="submitted", started_at=at,
                changed_at=at, submitted_at=at,
            )
        )  # fmt: skip
    session.flush()


def rows(session: Session, partnership: Partnership, period: str = YEAR) -> dict[str, Row]:
    found = table(session, partnership.id, period_of(period))
    return {row.measure.key: row for row in found.rows}


def plain(number: float | None, base: int | None = None, unit: str = "count", then: Value | None
          = None) -> tuple[str, str, str, str]:  # fmt: skip
    return compare(unit, Shown(Value(number, base), then or Value(0)), (), None).cells


def test_counts_stand_beside_percentages() -> None:
    assert plain(75, then=Value(50)) == ("75", "50", "+25", "+50%")


def test_nothing_before_is_no_percentage() -> None:
    assert plain(7, then=Value(0)) == ("7", "0", "+7", "n/a")


def test_a_small_base_gives_counts_only() -> None:
    assert plain(15, then=Value(19))[2:] == ("-4", "counts only: small numbers")
    assert plain(25, then=Value(20))[2:] == ("+5", "+25%")


def test_shares_are_compared_in_points_and_only_when_both_are_large() -> None:
    good = plain(40, 50, "share", Value(30, 60))
    assert good == ("40 of 50 (80%)", "30 of 60 (50%)", "+30 percentage points", "see difference")
    assert plain(4, 5, "share", Value(30, 60))[0] == "4 of 5"
    assert plain(4, 5, "share", Value(30, 60))[2] == "counts only: small numbers"


def test_what_is_not_known_says_why_and_is_never_nought() -> None:
    told = compare("count", Shown(Value(3), Value(reason="not collected then")), (), None)
    assert told.cells == (
        "3", "not available: not collected then", "not available", "not available"
    )  # fmt: skip
    assert told.before is None


@pytest.mark.parametrize(
    ("key", "start", "end"),
    [
        ("year-2024", date(2024, 4, 1), date(2025, 4, 1)),
        # March is not over, so the year that runs is counted to the end of February.
        ("year-2025", date(2025, 4, 1), date(2026, 3, 1)),
        ("quarter-2025-4", date(2026, 1, 1), date(2026, 3, 1)),
        ("quarter-2025-3", date(2025, 10, 1), date(2026, 1, 1)),
        ("twelve-2026-2", date(2025, 3, 1), date(2026, 3, 1)),
    ],
)
def test_periods_are_whole_months_and_begin_in_april(key: str, start: date, end: date) -> None:
    span = period_of(key).span
    assert (span.start, span.end) == (start, end)
    assert (span.end - span.start).days - (
        span.a_year_before().end - span.a_year_before().start
    ).days in (0, 1, -1)


@pytest.mark.parametrize(
    "key", ["", "year", "year-26", "year-2026", "twelve-2026-3", "quarter-2025-5", "twelve-2025-13",
            "year-2025-1", "quarter-2025", "year-9999"],
)  # fmt: skip
def test_a_period_that_is_none_is_not_found(key: str) -> None:
    with pytest.raises(NotFound):
        period_of(key)


def test_every_period_offered_can_be_asked_for() -> None:
    assert len({period_of(p.key).span for p in periods_to_choose()}) >= 10


def test_a_day_belongs_to_the_month_that_london_says() -> None:
    # Half past midnight on 1 July in London is still June in UTC.
    july = Span(date(2025, 7, 1), date(2025, 8, 1))
    assert july.since == datetime(2025, 6, 30, 23, tzinfo=UTC)
    assert july.until == datetime(2025, 7, 31, 23, tzinfo=UTC)


def test_referrals_are_counted_by_the_moment_they_were_submitted(
    world: World, session: Session
) -> None:
    refer(session, world, "police", datetime(2025, 6, 30, 22, 59, tzinfo=UTC), 30)
    refer(session, world, "police", datetime(2025, 6, 30, 23, 30, tzinfo=UTC), 9)
    refer(session, world, "police", datetime(2024, 8, 1, 12, tzinfo=UTC), 20)
    found = rows(session, world.partnership, "quarter-2025-2")["referrals"]
    assert found.compared.cells == ("9", "20", "-11", "-55%")


def test_fewer_than_five_people_are_not_counted_out(world: World, session: Session) -> None:
    refer(session, world, "police", TUESDAY - timedelta(days=60), 4)
    found = rows(session, world.partnership)["referrals"].compared
    assert (found.now, found.number, found.difference) == (
        FEWER, None, "not compared: numbers kept back",
    )  # fmt: skip


def test_no_number_of_a_family_gives_a_small_one_away(world: World, session: Session) -> None:
    for agency, times in (("police", 40), ("housing", 12), ("health", 2)):
        refer(session, world, agency, TUESDAY - timedelta(days=60), times)
    found = rows(session, world.partnership)
    of = {a: found[f"{BY_AGENCY}.{world.agencies[a].id}"].compared.now for a in
          ("police", "housing", "health")}  # fmt: skip
    assert of == {"police": "40", "housing": HIDDEN, "health": FEWER}
    assert found["referrals"].compared.now == "54"


def test_two_small_numbers_hide_each_other() -> None:
    family = [Measure(f"f.{n}", n, "", None, cases=True, family="f") for n in "abc"]  # type: ignore[arg-type]  # counting is not what is tested
    kept = keep_back(family, {"f.a": Value(3), "f.b": Value(2), "f.c": Value(50)})
    assert [kept[m.key].kept for m in family] == [FEWER, FEWER, ""]


def members(family: str, *numbers: int) -> dict[Measure, Value]:
    """A family with these numbers."""
    return {
        Measure(f"{family}.{n}", "", "", None, cases=True, family=family): Value(number)  # type: ignore[arg-type]  # counting is not what is tested
        for n, number in enumerate(numbers)
    }


def printed(*families: dict[Measure, Value]) -> list[str]:
    """What is printed of the members, and of their total at the end."""
    total = Value(sum(v.number or 0 for v in families[0].values()))
    found = {m: v for family in families for m, v in family.items()}
    found[Measure(TOTAL, "", "", None, cases=True)] = total  # type: ignore[arg-type]  # counting is not what is tested
    kept = keep_back(found, {m.key: v for m, v in found.items()})
    return [v.kept or str(v.number) for v in (kept[m.key] for m in found)]


def shown_of(*numbers: int) -> list[str]:
    return printed(members("f", *numbers))


@pytest.mark.parametrize("small", [1, 4])
def test_small_numbers_that_add_up_in_one_way_only_hide_one_more(small: int) -> None:
    assert shown_of(20, small, small, 30) == [HIDDEN, FEWER, FEWER, "30", str(50 + 2 * small)]
    assert shown_of(20, small, small, small)[:2] == [HIDDEN, FEWER]


@pytest.mark.parametrize("smalls", [(1, 2), (4, 3), (1, 4), (1, 1, 2), (4, 4, 3)])
def test_small_numbers_that_add_up_in_more_ways_hide_nothing_more(smalls: tuple[int, ...]) -> None:
    assert shown_of(20, *smalls) == ["20", *(FEWER for _ in smalls), str(20 + sum(smalls))]


def test_the_one_that_is_hidden_must_leave_room_too() -> None:
    # Six are 1 and 5, as what is hidden is no small number: 9 goes too.
    assert shown_of(1, 5, 9) == [FEWER, HIDDEN, HIDDEN, "15"]
    # Twenty-four are 4 and 20, as what is hidden is no larger than what is shown.
    assert shown_of(4, 20, 20, 31) == [FEWER, HIDDEN, HIDDEN, "31", "75"]


@pytest.mark.parametrize("numbers", [(4, 4), (4, 4, 0), (1, 5), (1, 1, 1, 1, 1)])
def test_when_nothing_is_left_to_hide_the_total_goes(numbers: tuple[int, ...]) -> None:
    assert shown_of(*numbers)[-1] == HIDDEN
    # Otherwise the one kind of conference that there is would say what all agencies add up to.
    other = members("g", sum(numbers), 0)
    assert printed(members("f", *numbers), other)[-3:] == [HIDDEN, "0", HIDDEN]


def test_a_total_that_is_small_itself_gives_nothing_away() -> None:
    assert shown_of(3, 0, 0) == [FEWER, "0", "0", FEWER]
    assert shown_of(1, 1, 0) == [FEWER, FEWER, "0", FEWER]


def test_of_a_share_it_is_the_base_that_can_point_at_somebody() -> None:
    assert Value(2, 3).is_small
    assert not Value(30, 31).is_small
    assert not Value(0, 40).is_small


def test_nothing_is_compared_across_a_change_of_definition(session: Session, old: Board) -> None:
    plan = make_review(session, old)
    for day in (TUESDAY - timedelta(days=90), TUESDAY - timedelta(days=400)):
        with moved_to(day):
            for _ in range(3):
                make_recommendation(session, old, plan)
    assert rows(session, old.partnership)["recommendations"].compared.cells[:3] == (
        "3",
        "3",
        "no difference",
    )
    writing.add_break(
        session, old.chair, measure="recommendations", on=date(2025, 9, 1),
        reason="Audits are counted too.",
    )  # fmt: skip
    found = rows(session, old.partnership)
    assert found["recommendations"].compared.cells == (
        "3", "3", "not compared", "counted differently"
    )  # fmt: skip
    assert found["recommendations"].compared.breaks == (
        "From 1 September 2025 counted differently: Audits are counted too.",
    )
    assert found["published"].compared.breaks == ()


@pytest.mark.parametrize(
    ("on", "across"), [("2024-03-01", 0), ("2024-03-02", 1), ("2026-02-28", 1)]
)
def test_a_change_before_both_periods_is_no_hindrance(
    session: Session, old: Board, on: str, across: int
) -> None:
    writing.add_break(session, old.chair, measure="", on=date.fromisoformat(on), reason="New form")
    assert len(rows(session, old.partnership)["meetings"].compared.breaks) == across


def test_what_happened_travels_with_the_number_into_every_file(
    session: Session, old: Board
) -> None:
    words = "The bridge was closed and the police moved their front desk."
    writing.add_event(
        session, old.chair, measure="meetings", starts_on=date(2025, 6, 3),
        ends_on=date(2025, 6, 17), words=words,
    )  # fmt: skip
    writing.add_break(session, old.chair, measure="", on=date(2025, 6, 1), reason="=cmd|x")
    found = table(session, old.partnership.id, period_of(YEAR))
    listed = next(r for r in csv.reader(io.StringIO(to_csv(found))) if "Meetings held" in r)
    assert f"3 June 2025 to 17 June 2025: {words}" in listed
    book = load_workbook(BytesIO(to_xlsx(found)))
    cells = [str(c.value) for line in book.active.iter_rows() for c in line if c.value]
    assert any(words in cell for cell in cells)
    assert any("counted differently: =cmd|x" in cell for cell in cells)
    assert all(c.data_type != "f" for line in book.active.iter_rows() for c in line)


def test_months_before_this_system_are_missing_until_somebody_says_what_they_were(
    session: Session, board: Board
) -> None:
    session.get_one(Partnership, board.partnership.id).created_at = datetime(
        2025, 1, 20, tzinfo=UTC
    )
    then = rows(session, board.partnership)["meetings"].compared.then
    assert then == "not available: before this system was used"
    for month in range(3, 14):
        writing.add_earlier(
            session, board.chair, measure="meetings", number=2, source="Annual report",
            month=date(2024 + (month - 1) // 12, (month - 1) % 12 + 1, 1),
        )  # fmt: skip
    # Eleven months from the report; the system has counted since February 2025.
    assert rows(session, board.partnership)["meetings"].compared.then == "22"


def test_a_month_without_a_number_has_a_reason_and_makes_the_sum_missing(
    session: Session, board: Board
) -> None:
    session.get_one(Partnership, board.partnership.id).created_at = datetime(
        2025, 1, 20, tzinfo=UTC
    )
    for month in range(3, 14):
        writing.add_earlier(
            session, board.chair, measure="attendance", source="not collected in that month",
            month=date(2024 + (month - 1) // 12, (month - 1) % 12 + 1, 1),
            number=None if month == 5 else 8, base=None if month == 5 else 10,
        )  # fmt: skip
    then = rows(session, board.partnership)["attendance"].compared.then
    assert then == "not available: not collected in that month"


def test_a_month_is_told_once_and_a_share_says_of_how_many(session: Session, board: Board) -> None:
    month = date(2024, 5, 1)
    for given in ({"number": 3}, {"number": 3, "base": 2}):
        with pytest.raises(Invalid) as wrong:
            writing.add_earlier(
                session, board.chair, measure="attendance", month=month, source="x", **given
            )
        assert "base" in wrong.value.errors
    with pytest.raises(Invalid):
        writing.add_earlier(
            session, board.chair, measure="meetings", month=date(2024, 5, 2), number=1, source="x"
        )
    with pytest.raises(NotFound):
        writing.add_earlier(
            session, board.chair, measure="publishing_days", month=month, number=1, source="x"
        )


def test_recommendations_open_at_the_end_are_told_by_their_history(
    session: Session, old: Board
) -> None:
    with moved_to(datetime(2025, 1, 10, 12, tzinfo=UTC)):
        plan = make_review(session, old)
        for state in (State.IN_PROGRESS, State.VERIFIED_COMPLETE, State.MERGED):
            make_recommendation(session, old, plan, state)
    with moved_to(datetime(2025, 5, 10, 12, tzinfo=UTC)):
        make_recommendation(session, old, plan)
    found = rows(session, old.partnership)
    assert found["recommendations_open"].compared.cells[:2] == ("3", "2")
    assert found["recommendations_accepted"].compared.cells[:2] == ("0", "1")


@pytest.mark.parametrize(
    ("at_least", "value", "words"),
    [(True, 60, "at least 60%: met"), (True, 90, "at least 90%: not met"),
     (False, 60, "at most 60%: not met")],
)  # fmt: skip
def test_a_target_stands_beside_what_was_reached(at_least: bool, value: int, words: str) -> None:
    target = FigureTarget(at_least=at_least, value=value)
    shown = Shown(Value(40, 50), Value(reason="nothing"))
    assert compare("share", shown, (), target).target == words
    kept = Shown(Value(4, 5).kept_back(FEWER), Value(0))
    assert compare("share", kept, (), target).target.endswith("cannot be said")


def test_a_figure_without_words_is_not_published(session: Session, old: Board) -> None:
    found = table(session, old.partnership.id, period_of(YEAR))
    assert publishable(found).rows == ()
    writing.comment(session, old.chair, measure="meetings", period=YEAR, words="As planned.")
    again: Table = table(session, old.partnership.id, period_of(YEAR))
    assert [row.measure.key for row in publishable(again).rows] == ["meetings"]


def test_two_people_explain_one_figure_and_the_second_is_told(session: Session, old: Board) -> None:
    first = writing.comment(
        session, old.chair, measure="meetings", period=YEAR, words="A", version=0
    )
    with pytest.raises(StaleEdit):
        writing.comment(session, old.chair, measure="meetings", period=YEAR, words="B", version=0)
    assert first.words == "A"


def test_only_those_who_run_a_conference_or_board_write_beside_figures(
    session: Session, board: Board
) -> None:
    who = lay_member(session, board)
    with pytest.raises(Refused):
        writing.add_break(session, who, measure="", on=today(), reason="x")
    with pytest.raises(NotFound):
        writing.add_break(session, board.chair, measure="nothing", on=today(), reason="x")
    with pytest.raises(Invalid):
        writing.add_break(
            session, board.chair, measure="", on=today() + timedelta(days=1), reason="x"
        )


def test_every_measure_has_a_name_of_its_own() -> None:
    assert len({m.label for m in FIXED}) == len({m.key for m in FIXED}) == len(FIXED)


def explained(store: Database, board: Board, period: str = YEAR) -> None:
    with store.writing() as session:
        writing.comment(
            session, board.chair, measure="meetings", period=period,
            words="One meeting fewer: the chamber was flooded.",
        )  # fmt: skip


def test_the_table_and_its_files_say_the_same(
    store: Database, board: Board, browser: Browser
) -> None:
    explained(store, board)
    client = browser(board.chair)
    page = client.get(f"/boards/figures?period={YEAR}").text
    files = [client.get(f"/boards/figures.{e}?period={YEAR}").data for e in ("csv", "xlsx")]
    for text in (page, *(words_of(data) for data in files)):
        assert "One meeting fewer: the chamber was flooded." in text
        assert "not available: before this system was used" in text


def test_the_report_is_a_pdf_with_what_was_explained_alone(
    store: Database, board: Board, browser: Browser
) -> None:
    explained(store, board)
    answer = browser(board.chair).get(f"/boards/report.pdf?period={YEAR}")
    text = " ".join(words_of(answer.data).split())
    assert answer.mimetype == "application/pdf"
    assert "One meeting fewer" in text
    assert "What needs the board" in text
    assert "Nobody has explained them for this period yet: Referrals received;" in text
    assert "Days from agreement" not in text.split("Figures that are not in this report")[0]


@pytest.mark.parametrize("address", ["figures", "figures.csv", "report.pdf", "report.docx"])
def test_a_period_that_is_none_is_a_page_that_is_not_there(
    board: Board, browser: Browser, address: str
) -> None:
    assert browser(board.chair).get(f"/boards/{address}?period=year-26").status_code == 404


def test_a_form_is_filled_in_and_a_wrong_day_is_named(board: Board, browser: Browser) -> None:
    client = browser(board.chair)
    url = "/boards/figures/counted-differently"
    form = client.page(url).forms[-1]
    given = {"measure": "meetings", "on-day": "1", "on-month": "6", "on-year": "2025"}
    wrong = client.post(url, data=form.filled(given | {"on-year": "2031", "reason": "New form"}))
    assert wrong.status_code == 422
    assert "The day must be today or in the past" in wrong.text
    assert "New form" in wrong.text
    assert client.post(url, data=form.filled(given | {"reason": "New form"})).status_code == 303
    assert "counted differently: New form" in client.get(f"/boards/figures?period={YEAR}").text


def test_as_many_questions_for_four_agencies_as_for_one(world: World, store: Database) -> None:
    def asked(given: dict[str, int]) -> int:
        with store.writing() as session:
            for agency, times in given.items():
                refer(session, world, agency, TUESDAY - timedelta(days=60), times)
        with store.reading() as session, counted(store) as told:
            found = table(session, world.partnership.id, period_of(YEAR))
        rows = {row.measure.label: row.compared.now for row in found.rows}
        for agency, times in given.items():
            assert rows[f"Referrals from {world.agencies[agency].name}"] == str(times)
        return len(told)

    assert asked({"police": 6}) == asked({"housing": 7, "health": 8, "fire": 9})


def viewer_may_not(client_of: Browser, who: Viewer) -> int:
    return client_of(who).get("/boards/figures/target").status_code


def test_a_lay_member_reads_figures_and_writes_none(
    store: Database, board: Board, browser: Browser
) -> None:
    with store.writing() as session:
        who = lay_member(session, board)
    assert browser(who).get("/boards/figures").status_code == 200
    assert viewer_may_not(browser, who) == 403
