"""The safe-address guard finds what gives the place away, and leaves ordinary sentences alone."""

import pytest

from casework.disclosure.address_guard import Finding, Protected, ProtectedKind, find_protected

ELM = Protected(ProtectedKind.ADDRESS, "Flat 3, 12 Elm Street, Headingley, Leeds, LS6 3OB")
LONG = Protected(ProtectedKind.ADDRESS, "47 St John's Road\nBradford\nBD1 1AI")
ROSE = Protected(ProtectedKind.ADDRESS, "Rose Cottage, Mill Lane, Ilkley LS29 9ZZ")
ONE_LINE = Protected(ProtectedKind.ADDRESS, "8a Ashworth Park Drive York YO10 4PQ")
BROADWAY = Protected(ProtectedKind.ADDRESS, "21 Broadway, Hull")
REFUGE = Protected(ProtectedKind.NAME, "Rosewood Refuge")
PHONE = Protected(ProtectedKind.PHONE, "07700 900123")
LANDLINE = Protected(ProtectedKind.PHONE, "+44 (0)113 496 0999")
EMAIL = Protected(ProtectedKind.EMAIL, "jo.new-start@example.org")
ALL = (ELM, LONG, ROSE, ONE_LINE, BROADWAY, REFUGE, PHONE, LANDLINE, EMAIL)

GIVES_IT_AWAY = [
    # the postcode alone
    "Please write to LS6 3OB from now on.",
    "postcode ls63ob",
    "LS6 30B",
    "LS6 3ob",
    "l s 6 3 o b",
    "LS6-3OB",
    "LS6.3OB",
    "map of LS63OB.pdf",
    "new_home_LS6_3OB.docx",
    "NewHomeLS63OB.docx",
    "BD1 1AI",
    "BD1 1A1",
    "BDI 1AI",
    "bd11ai",
    "she is in (LS29 9ZZ)",
    "YOI0 4PQ",
    "LS6\n3OB",
    "L\u200bS6 3\u200bOB",
    # number and street, without the town
    "She lives at 12 Elm Street now.",
    "12 ELM STREET",
    "12 elm st",
    "12, Elm St.",
    "12 Elm Str",
    "No. 12 Elm Street",
    "no 12, elm street",
    "number twelve Elm Street",
    "Twelve Elm Street",
    "12A Elm Street",
    "Flat 3 12 Elm Street",
    "Apt 3, 12 Elm St",
    "Flt 3/12 Elm Street",
    "Elm Street 12",
    "Elm Street, number 12",
    "Elm Street (no 12)",
    "Leeds\nHeadingley\nElm Street\n12\nFlat 3",
    "12ElmStreet.jpg",
    "12-elm-street.jpg",
    "12_elm_street_front_door.png",
    "photo-12elmstreet.png",
    "12  E l m   S t r e e t",
    "1 2 E l m S t r e e t",
    "12 Élm Street",
    "12 ＥＬＭ Street",
    "taken to 12 Elm Street on 4 March at 10:30",
    "47 St Johns Rd",
    "47 Saint John's Road",
    "47 st. john’s road",
    "forty-seven St John's Road",
    "47 St Jonhs Road",
    "Bradford, St Johns Road 47",
    "8 Ashworth Park Drive",
    "8a Ashworth Park Dr",
    "8a Ashwort Park Drive",
    "8A, ASHWORTH PARK DRV, YORK",
    "21 Broadway",
    "the house at 21, Broadway",
    # without its "Street", where the sentence says that it is an address
    "moved to 12 Elm.",
    "12 Elm, Leeds",
    # the street with its town or district
    "a flat in Elm Street, Leeds",
    "Elm St, Headingley",
    "Elm Street LS6",
    "Mill Lane, Ilkley",
    "Ilkley, Mill Ln",
    # a house by its name
    "Rose Cottage",
    "ROSE-COTTAGE",
    "drove past rose cottage twice",
    "RoseCottage.png",
    "the Rosewood Refuge called",
    "rosewood-refuge letter.pdf",
    "Rose wood refuge",
    # phones
    "07700900123",
    "07700 900 123",
    "07700-900-123",
    "+44 7700 900123",
    "+44 (0) 7700 900123",
    "0044 7700 900123",
    "447700900123",
    "(07700) 900123",
    "O77OO 9OO123",
    "07700.900.123",
    "call_07700900123.m4a",
    "ends in 900123",
    "ends in 900 123",
    "0113 496 0999",
    "0113 4960999",
    "+441134960999",
    "01134 960 999",
    "call 496 0999",
    "07700 9001xx",
    # e-mails
    "jo.new-start@example.org",
    "JO.NEW-START@EXAMPLE.ORG",
    "jo.new-start @ example.org",
    "jo.new-start at example dot org",
    "jo dot new-start [at] example (dot) org",
    "write to <jo.new-start@example.org>.",
]

SAYS_NOTHING = [
    "",
    "She was seen in the street.",
    "He works in Leeds.",
    "The family moved to Headingley, Leeds.",
    "The LS6 area",
    "LS6 4OB",
    "LS16 3OB",
    "LS6 3OC",
    "An elm fell onto the road.",
    "Elm Street",
    "the 12 elm trees behind the school",
    "14 Elm Street",
    "112 Elm Street",
    "120 Elm Street",
    "12 Oak Street",
    "12 Elm Road",
    "12 Helm Street",
    "on 12 March Elm Street was closed",
    "Elm Street 12 March",
    "Elm Street 12 people were seen",
    "12 people in Elm Street",
    "St John's Ambulance came at 4.",
    "St John's Road was closed for 47 minutes",
    "47 calls about the road",
    "a rose by the cottage",
    "The cottage hospital",
    "Mill Lane",
    "the mill",
    "the refuge",
    "Rosewood furniture",
    "the park drive",
    "Ashworth",
    "8 people at Ashworth Park",
    "he crossed Broadway at 21:00",
    "York",
    "07700 900124",
    "07700 900",
    "900 124 pounds were not paid",
    "0113 496 0998",
    "0113 496",
    "crime number 13/456789/26",
    "case 4960",
    "jo@example.org",
    "example.org",
    "new-start@example.org.uk is another",
    "someone.jo.new-start@example.org",
    "jo is at the new start centre, example below",
    "met at 12:30 in Elm Street",
    "Elm Street at 12.",
    "12",
    "Flat 3",
    "Flat 3 is empty",
    "He said he would be back in 12 minutes.",
    "score 12 of 24, street violence, three reports",
]


@pytest.mark.parametrize("text", GIVES_IT_AWAY)
def test_it_finds(text: str) -> None:
    assert find_protected(text, ALL), text


@pytest.mark.parametrize("text", SAYS_NOTHING)
def test_it_leaves_alone(text: str) -> None:
    assert find_protected(text, ALL) == ()


def test_there_are_examples_enough() -> None:
    assert len(set(GIVES_IT_AWAY)) >= 60
    assert len(set(SAYS_NOTHING)) >= 40


@pytest.mark.parametrize(
    ("text", "found", "kind"),
    [
        ("She lives at 12 Elm Street now.", "12 Elm Street", "address"),
        ("She’s at ‘12 Élm Street’ now.", "12 Élm Street", "address"),
        ("post to ls6 3ob please", "ls6 3ob", "address"),
        ("ring +44 7700 900123 today", "+44 7700 900123", "phone"),
        ("or jo.new-start at example dot org, please", "jo.new-start at example dot org", "email"),
        ("ask Rose-wood Refuge for it", "Rose-wood Refuge", "name"),
    ],
)
def test_it_says_where_and_what_kind(text: str, found: str, kind: str) -> None:
    (finding,) = find_protected(text, ALL)
    assert text[finding.start : finding.end] == found
    assert finding.kind == kind


def test_several_places_come_in_order() -> None:
    text = "07700 900123, then 12 Elm Street, Leeds LS6 3OB, then 12 Elm St"
    kinds = [(f.kind.value, f.start) for f in find_protected(text, ALL)]
    assert kinds == sorted(kinds, key=lambda pair: pair[1])
    assert kinds[0][0] == "phone"
    assert len(kinds) >= 3


def test_a_finding_and_a_protected_value_print_nothing() -> None:
    (finding,) = find_protected("12 Elm Street", [ELM])
    assert finding == Finding(0, 13, ProtectedKind.ADDRESS)
    for shown in (repr(finding), repr(ELM), str(PHONE)):
        assert "Elm" not in shown
        assert "7700" not in shown


@pytest.mark.parametrize("value", ["", "  ", ",", "12", "Leeds", "no phone", "@", "-"])
def test_a_poor_protected_value_does_no_harm(value: str) -> None:
    for kind in ProtectedKind:
        text = "He said he would be in Leeds for 12 minutes, at the station - no more."
        if kind is not ProtectedKind.NAME:
            assert find_protected(text, [Protected(kind, value)]) == ()


def test_a_long_text_is_read_quickly() -> None:
    text = "The family of 12 met at 3 in the street. " * 2500 + "12 Elm Street"
    (finding,) = find_protected(text, ALL)
    assert finding.start == 41 * 2500
