"""The list of wards is brought in whole, or every mistake is named with its line."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from casework.access import Role, Viewer
from casework.db import Database
from casework.directory.models import Partnership
from casework.directory.wards import WardsRefused, import_wards, read, wards_of
from casework.errors import Refused
from tests.factories.directory import make_agency, make_partnership, make_viewer

GOOD = """postcode,ward,people
RV4 1AB,Harbour,8200
rv41ac, Harbour ,"8,200"
RV4 2AA,Lighthouse,310

RV5 1AA,"Mill, upper",
"""


@pytest.fixture
def session(store: Database) -> Iterator[Session]:
    with store.writing() as made:
        yield made


@pytest.fixture
def partnership(session: Session) -> Partnership:
    return make_partnership(session)


@pytest.fixture
def admin(session: Session, partnership: Partnership) -> Viewer:
    return make_viewer(session, make_agency(session, partnership), Role.SYSTEM_ADMINISTRATOR)


def test_a_list_is_taken_and_replaced_as_a_whole(session: Session, admin: Viewer) -> None:
    taken = import_wards(session, admin, text=GOOD)
    assert (taken.postcodes, taken.wards, taken.small) == (4, 3, ("Lighthouse",))
    held = wards_of(session, admin.partnership_id)
    assert held.ward_of["RV41AC"] == "Harbour"
    assert held.is_small("Lighthouse")
    assert not held.is_small("Harbour")
    assert not held.is_small("Mill, upper")
    import_wards(session, admin, text="ward,postcode\nNew,RV9 9AA\n")
    assert wards_of(session, admin.partnership_id).ward_of == {"RV99AA": "New"}


def test_another_partnership_has_a_list_of_its_own(session: Session, admin: Viewer) -> None:
    import_wards(session, admin, text=GOOD)
    assert wards_of(session, make_partnership(session).id).ward_of == {}


def test_only_an_administrator_or_coordinator_brings_it_in(
    session: Session, partnership: Partnership
) -> None:
    other = make_viewer(session, make_agency(session, partnership), Role.AUDITOR)
    with pytest.raises(Refused):
        import_wards(session, other, text=GOOD)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("", 1, "no column 'postcode'"),
        ("postcode,area\nRV4 1AB,Harbour\n", 1, "no column 'ward'"),
        ("postcode,ward\n", 2, "no postcodes"),
        ("postcode,ward\nRV4 1AB,Harbour\nRV4,Harbour\n", 3, "not a whole postcode"),
        ("postcode,ward\nRV4 1AB,\n", 2, "enter a ward"),
        ("postcode,ward\nRV4 1AB," + "x" * 81 + "\n", 2, "at most 80"),
        ("postcode,ward\nRV4 1AB,Har\x00bour\n", 2, ""),
        ("postcode,ward\nRV4 1AB,At RV4 1AB\n", 2, "contains a postcode"),
        ("postcode,ward\nRV4 1AB,Harbour,12\n", 2, "3 columns"),
        ("postcode,ward,people\nRV4 1AB,Harbour,many\n", 2, "not a number of people"),
        ("postcode,ward,people\nRV4 1AB,Harbour,-1\n", 2, "not a number of people"),
        ("postcode,ward\nRV4 1AB,Harbour\nrv41ab,Mill\n", 3, "stands on line 2 already"),
        ("postcode,ward,people\nRV4 1AB,Mill,5\nRV4 1AC,Mill,6\n", 3, "line 2 says 5"),
        ('postcode,ward\n"RV4 1AB,Harbour\n', 2, ""),
    ],
)
def test_a_mistake_is_named_with_its_line(text: str, line: int, says: str) -> None:
    with pytest.raises(WardsRefused) as refused:
        read(text)
    assert refused.value.problems[0].startswith(f"line {line}: ")
    assert says in refused.value.problems[0]


def test_a_refused_list_leaves_the_one_before_it(session: Session, admin: Viewer) -> None:
    import_wards(session, admin, text=GOOD)
    with pytest.raises(WardsRefused):
        import_wards(session, admin, text="postcode,ward\nnothing,Harbour\n")
    assert len(wards_of(session, admin.partnership_id).ward_of) == 4


def test_of_many_mistakes_the_first_are_told_and_the_rest_counted() -> None:
    with pytest.raises(WardsRefused) as refused:
        read("postcode,ward\n" + "wrong,Harbour\n" * 50)
    assert refused.value.message.endswith("and 30 more")
