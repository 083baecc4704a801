from __future__ import annotations

from datetime import UTC, datetime

import pytest

from casework.catalogue.sections import FIELDS, field
from casework.catalogue.validate import check, check_all, missing
from casework.catalogue.words import party, spoken
from casework.clock import moved_to

NOW = datetime(2026, 3, 15, 12, tzinfo=UTC)

GOOD = [
    ("victim.given_name", "  Anna   Maria\n", "Anna Maria"),
    ("victim.given_name", "", ""),
    ("victim.given_name", " \t\n ", ""),
    ("victim.surname", "O\u2019Neill-\u0141ukasz", "O\u2019Neill-\u0141ukasz"),
    ("victim.surname", "Jose\u0301", "Jos\u00e9"),
    ("victim.surname", "A\x00B", "AB"),
    ("victim.physical_health", "one\r\n  two  \r\n\r\nthree\r\n", "one\n  two\n\nthree"),
    ("victim.date_of_birth", "27/03/1986", "1986-03-27"),
    ("victim.date_of_birth", "7-3-1986", "1986-03-07"),
    ("victim.date_of_birth", "27.03.1986", "1986-03-27"),
    ("victim.date_of_birth", "27 March 1986", "1986-03-27"),
    ("victim.date_of_birth", "1st Sept 1986", None),
    ("victim.date_of_birth", "1st Sep 1986", "1986-09-01"),
    ("victim.date_of_birth", "1986-03-27", "1986-03-27"),
    ("victim.date_of_birth", "03/1984", "1984-03"),
    ("victim.date_of_birth", "March 1984", "1984-03"),
    ("victim.date_of_birth", "1984", "1984"),
    ("victim.date_of_birth", "15/03/2026", "2026-03-15"),
    ("victim.date_of_birth", "2026", "2026"),
    ("victim.date_of_birth", "16/03/2026", None),
    ("victim.date_of_birth", "04/2026", None),
    ("victim.date_of_birth", "2027", None),
    ("victim.date_of_birth", "31/02/1986", None),
    ("victim.date_of_birth", "00/13/1986", None),
    ("victim.date_of_birth", "27/03/86", None),
    ("victim.date_of_birth", "1886", None),
    ("victim.date_of_birth", "soon", None),
    ("victim.date_of_birth", "\u0661\u0669\u0668\u0664", None),
    ("victim.date_of_birth", "9" * 50, None),
    ("victim.due_date", "06/2026", "2026-06"),
    ("victim.other_dates_of_birth", "1984\n03/1985 or 1984", "1984; 1985-03"),
    ("victim.other_dates_of_birth", "1984; never", None),
    ("victim.other_dates_of_birth", ";;", None),
    ("victim.other_dates_of_birth", "\n".join(str(1950 + n) for n in range(11)), None),
    ("victim.telephone", "07700 900 982", "07700 900 982"),
    ("victim.telephone", "+44 (0)7700-900982", "+44 7700 900982"),
    ("victim.telephone", "020 7946 0000 ext 12", "020 7946 0000 ext 12"),
    ("victim.telephone", "101", "101"),
    ("victim.telephone", "12", None),
    ("victim.telephone", "call my mum", None),
    ("victim.telephone", "1" * 16, None),
    ("victim.safe_email", " Anna@Example.COM ", "Anna@example.com"),
    ("victim.safe_email", "anna@example", None),
    ("victim.safe_email", "anna@@example.com", None),
    ("victim.safe_email", ".a..b@example.com", None),
    ("victim.safe_email", "a@example.com\nbcc: b@example.com", None),
    ("victim.postcode", "ec2a4ne", "EC2A 4NE"),
    ("victim.postcode", "E1-6AN", "E1 6AN"),
    ("victim.postcode", "EC2A", "EC2A"),
    ("victim.postcode", "12345", None),
    ("victim.postcode", "EC2A 4", None),
    ("victim.current_address", " 1 High  St ,\r\n\r\nLondon ", "1 High St\nLondon"),
    ("household.members", "04", "4"),
    ("household.members", "1,000", "1000"),
    ("household.members", "-1", None),
    ("household.members", "2.5", None),
    ("household.members", "\u00b2", None),
    ("household.members", "100000", None),
    ("awareness.told", "Yes", "yes"),
    ("awareness.told", "n", "no"),
    ("awareness.told", "unknown", None),
    ("victim.safe_to_call", "Not known", "unknown"),
    ("victim.gender", "female", "female"),
    ("victim.gender", "<script>", None),
    ("place.days", "sat;fri, sat", "fri; sat"),
    ("place.days", "fri; none", None),
    ("place.days", "none", "none"),
    ("place.days", "friday", None),
    ("checklist.item_01", "yes", "yes"),
    ("checklist.item_01", "2", None),
    ("matrix.escalating", "3", "3"),
    ("matrix.escalating", "1", None),
]  # fmt: skip


@pytest.mark.parametrize(("name", "typed", "stored"), GOOD)
def test_an_answer_is_stored_in_one_form_or_refused_in_plain_words(name, typed, stored):
    with moved_to(NOW):
        checked = check(field(name), typed)
    if stored is None:
        assert checked.text == ""
        assert str(checked.problem).startswith(field(name).label.rstrip("?"))
    else:
        assert (checked.problem, checked.text) == (None, stored)


@pytest.mark.parametrize("found", FIELDS.values(), ids=lambda f: f.name)
def test_nothing_that_can_be_typed_breaks_a_check(found):
    for typed in (
        "",
        "0",
        "\x00",
        "'; drop table --",
        "\U0001f600" * 9,
        "\ud800",
        "x" * 50_000,
        "9" * 9999,
    ):
        check(found, typed)


@pytest.mark.parametrize("found", FIELDS.values(), ids=lambda f: f.name)
def test_what_was_stored_is_accepted_again_unchanged(found):
    samples = {
        "date": "1984-03", "phone": "+44 7700 900982", "email": "a@b.example", "number": "7",
        "postcode": "EC2A 4NE", "address": "1 High St\nLondon", "text": "Words",
        "long_text": "a\n\nb",
    }  # fmt: skip
    for sample in [value for value, _ in found.choices] or [samples[found.kind]]:
        assert check(found, sample).text == sample


def test_long_answers_are_refused_at_the_limit_and_not_before():
    name = field("victim.given_name")
    assert check(name, "x" * name.limit).problem is None
    assert "200 characters or fewer" in str(check(name, "x" * (name.limit + 1)).problem)


def test_a_message_never_repeats_what_was_typed():
    typed = "12 Secret Refuge Road"
    for name in ("victim.telephone", "victim.postcode", "victim.gender", "victim.date_of_birth"):
        assert "Secret" not in str(check(field(name), typed).problem)
    assert "Secret" not in repr(check(field("victim.current_address"), typed))


def test_many_answers_are_parted_into_good_and_wrong():
    good, wrong = check_all(
        FIELDS, {"victim.surname": "Ash", "victim.postcode": "?", "no.such": "x"}
    )
    assert good == {"victim.surname": "Ash"}
    assert wrong.keys() == {"victim.postcode"}


def test_a_missing_answer_is_asked_for_in_the_words_of_the_question():
    assert missing(field("victim.surname")) == "Enter an answer for 'Last name'"
    assert missing(field("awareness.agrees")) == "Select an answer to 'Do they agree?'"


@pytest.mark.parametrize(
    ("name", "stored", "words"),
    [
        ("victim.date_of_birth", "1986-03-27", "27 March 1986"),
        ("victim.date_of_birth", "1986-03", "March 1986"),
        ("victim.date_of_birth", "born 1986", "born 1986"),
        ("victim.other_dates_of_birth", "1984; 1985-03", "1984, March 1985"),
        ("place.days", "fri; sat", "Friday, Saturday"),
        ("awareness.agrees", "unsafe_to_ask", "It is not safe to ask"),
        ("victim.surname", "Ash", "Ash"),
    ],
)
def test_a_stored_answer_is_shown_in_words(name, stored, words):
    assert spoken(field(name), stored) == words


def test_people_are_called_what_the_conference_calls_them():
    assert party("domestic_abuse_marac", "alleged_perpetrator") == "Alleged perpetrator"
    assert party("ccm", "alleged_perpetrator") == "Person causing harm"
    assert party("ccm", "complainant") == "Person who complained"
