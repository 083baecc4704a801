from __future__ import annotations

import itertools

import pytest

from casework.cases.models import CaseKind
from casework.catalogue.declared import afterwards
from casework.catalogue.field import (
    BETWEEN,
    CASE_KINDS,
    CATEGORIES,
    CONFERENCES,
    HEARS,
    Kind,
    Mask,
    Row,
)
from casework.catalogue.lawful_bases import BY_CODE
from casework.catalogue.sections import (
    FIELDS,
    ORDER,
    SECTIONS,
    field,
    fields_of,
    needed_fields,
    required_fields,
    section,
    sections,
    summary_field,
)
from casework.errors import NotFound
from protocols import core_words

HEARD = [(c, k) for c, kinds in sorted(HEARS.items()) for k in sorted(kinds)]
CHOOSING = {Kind.YES_NO, Kind.YES_NO_UNKNOWN, Kind.CHOICE, Kind.CHOICES, Kind.ITEM_SCORE}


def test_no_two_fields_or_sections_share_a_name():
    whole = [f.name for s in SECTIONS.values() for f in (*s.fields, s.summary_field())]
    assert len(whole) == len(set(whole)) == len(FIELDS)
    assert len(SECTIONS) == len(ORDER) + len(afterwards.SECTIONS)


def test_every_category_is_a_core_word_of_the_protocol():
    spoken = {word.partition("<")[0] for word in core_words.CATEGORIES.split()}
    assert {f.category for f in FIELDS.values()} <= CATEGORIES <= spoken
    assert {s.category for s in SECTIONS.values()} <= CATEGORIES


def test_every_subject_kind_of_conference_and_consent_is_a_core_word_of_the_protocol():
    assert {str(f.subject) for f in FIELDS.values()} <= {
        word.partition("<")[0] for word in core_words.SUBJECTS.split()
    }
    assert CONFERENCES | {"board", "review_panel"} == set(core_words.CONFERENCE_KINDS.split())
    consents = {word.partition("<")[0] for word in core_words.CONSENTS.split()}
    assert {value for value, _ in field("awareness.agrees").choices} <= consents
    # 'low' is a word of other agreements' scales: no screen of ours grades so.
    graded = {value for value, _ in field("risk.level").choices} - {"unknown"}
    assert graded == {*core_words.RISK_LEVELS.split()} - {"low"}


def test_the_kinds_of_case_are_those_of_a_case():
    assert set(CaseKind) == CASE_KINDS


@pytest.mark.parametrize("name", SECTIONS)
def test_labels_are_unique_in_a_section(name):
    labels = [f.label for f in fields_of(name)]
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize("found", ORDER, ids=lambda s: s.name)
def test_a_page_of_the_form_is_short_and_says_why_we_ask(found):
    assert len(found.questions) <= 16
    assert all((found.title, found.hint, found.why_we_ask))
    assert not found.repeats or found.each


@pytest.mark.parametrize("name", SECTIONS)
def test_every_section_has_a_summary_that_is_not_one_of_its_questions(name):
    summary = summary_field(name)
    assert summary.name == f"summary.{name}"
    assert (summary.kind, summary.category) == (Kind.LONG_TEXT, section(name).category)
    assert summary.is_summary
    assert summary not in fields_of(name)


@pytest.mark.parametrize("found", FIELDS.values(), ids=lambda f: f.name)
def test_a_field_is_whole(found):
    assert 0 <= found.sensitivity <= 4
    assert found.section in SECTIONS
    assert bool(found.choices) == (found.kind in CHOOSING)
    assert len(dict(found.choices)) == len(found.choices)
    assert found.conferences <= CONFERENCES
    assert found.case_kinds <= CASE_KINDS
    assert found.mask is None or isinstance(found.mask, Mask)
    assert not found.several or found.kind is Kind.DATE
    assert len(found.name) <= 64, "the column of an answer's field is this long"
    assert (
        len(BETWEEN.join(v for v, _ in found.choices)) <= found.limit
        or found.kind is not Kind.CHOICES
    )
    assert not any(BETWEEN.strip() in value for value, _ in found.choices)


@pytest.mark.parametrize("found", FIELDS.values(), ids=lambda f: f.name)
def test_a_field_under_another_or_called_for_by_another_finds_it(found):
    if found.under:
        assert field(found.under).section == found.section
    if found.required_when:
        name, values = found.required_when
        known = {v for v, _ in field(name).choices} if name != "route" else values
        assert values <= known


def test_a_row_of_the_case_says_itself_in_the_name_of_its_fields():
    rows = {str(r) for r in Row} - {"case", "any"}
    wrong = [
        f.name for f in FIELDS.values()
        if not f.is_summary and (f.name.partition(".")[0] in rows) != (f.row not in (Row.CASE,
        Row.ANY))
    ]  # fmt: skip
    assert wrong == []


def test_addresses_postcodes_phones_and_births_can_be_shown_in_part():
    # Where life depends on it there is a mask, or none by design: words cannot be cut mechanically.
    maskable = {Kind.ADDRESS, Kind.POSTCODE, Kind.PHONE, Kind.EMAIL}
    secret = [f for f in FIELDS.values() if f.sensitivity >= 3 and f.kind in maskable]
    assert [f.name for f in secret if f.mask is None] == []
    births = [f for n, f in FIELDS.items() if n.endswith("_of_birth")]
    assert {f.mask for f in births} == {Mask.YEAR_OF_BIRTH, Mask.AGE_BAND}


def test_masks_fit_the_kind_they_cut():
    fits = {
        Mask.DISTRICT: {Kind.ADDRESS, Kind.POSTCODE, Kind.LONG_TEXT},
        Mask.YEAR_OF_BIRTH: {Kind.DATE},
        Mask.AGE_BAND: {Kind.DATE},
        Mask.LAST_DIGITS: {Kind.PHONE},
        Mask.SMALL_NUMBER: {Kind.NUMBER},
        Mask.INITIALS: {Kind.TEXT},
    }
    assert [f.name for f in FIELDS.values() if f.mask in fits and f.kind not in fits[f.mask]] == []


def test_what_protects_an_address_is_sealed_even_when_empty():
    assert [f.name for f in FIELDS.values() if f.protected and not f.presence_sealed] == []


@pytest.mark.parametrize(("conference", "kind"), HEARD)
def test_a_referral_asks_each_field_once_and_only_what_applies(conference, kind):
    asked = [f for s in sections(conference, kind) for f in s.fields]
    assert len({f.name for f in asked}) == len(asked)
    assert all(f.applies(conference, kind) for f in asked)
    assert not any(f.is_summary for f in asked)
    assert set(required_fields(conference, kind)) <= set(asked)


@pytest.mark.parametrize(("conference", "kind"), HEARD)
def test_what_practice_refuses_without_is_required_everywhere(conference, kind):
    needed = {f.name for f in required_fields(conference, kind)}
    always = {
        "referrer.name", "reason.why_here", "risk.narrative", "awareness.lawful_basis",
        "support.offered", "support.contact_frequency",
    }  # fmt: skip
    of_people = {"victim.surname", "victim.safe_to_call", "awareness.told", "awareness.agrees"}
    assert always <= needed
    assert ("place.name" in needed) == (kind == "place")
    assert (of_people <= needed) == (kind != "place")


def test_a_domestic_abuse_conference_hears_no_place_and_a_board_hears_nothing():
    assert sections("domestic_abuse_marac", "place") == ()
    assert sections("board", "person") == ()
    assert sections("ccm", "nonsense") == ()


def test_a_community_case_may_be_about_a_person_a_household_or_a_place():
    names = {kind: [s.name for s in sections("ccm", kind)] for kind in CASE_KINDS}
    assert "victim_identity" in names["person"]
    assert "household" not in names["person"]
    assert "household" in names["household"]
    assert {"place_details", "complainants", "incident_log"} <= set(names["place"])
    assert "victim_contact" not in names["place"]


def test_one_victim_for_a_person_and_several_for_a_household():
    repeats = {
        kind: {s.name for s in sections("ccm", kind) if s.repeats}
        for kind in ("person", "household")
    }
    assert "victim_identity" not in repeats["person"]
    assert "victim_identity" in repeats["household"]
    assert {"children", "other_people", "alleged_perpetrator", "incident_log"} <= repeats["person"]


def test_the_risk_tool_follows_the_kind_of_conference():
    tools = {"risk_checklist", "risk_checklist_continued", "community_matrix"}
    asked = {c: {s.name for s in sections(c, "person")} & tools for c in CONFERENCES}
    assert asked["domestic_abuse_marac"] == {"risk_checklist", "risk_checklist_continued"}
    assert asked["ccm"] == asked["asb_case_review"] == {"community_matrix"}


@pytest.mark.parametrize(
    ("given", "called_for"),
    [
        ({"awareness.told": "no"}, "awareness.why_not_told"),
        ({"awareness.agrees": "refused"}, "awareness.reason_without_agreement"),
        ({"awareness.agrees": "unsafe_to_ask"}, "awareness.reason_without_agreement"),
        ({"incident_now.unreported_crime": "yes"}, "incident_now.recording_wishes"),
        ({"support.offered": "accepted"}, "support.last_contact"),
        ({"route": "professional_judgement"}, "reason.judgement"),
        ({"route": "repeat"}, "reason.repeat"),
        ({"route": "urgent"}, "reason.urgency"),
    ],
)
def test_one_answer_can_call_for_another(given, called_for):
    def names(answers):
        return {f.name for f in needed_fields("domestic_abuse_marac", "person", answers)}

    assert called_for in names(given)
    assert called_for not in names({})


def test_agreement_needs_no_reason_and_still_needs_a_lawful_basis():
    needed = {f.name for f in needed_fields("ccm", "person", {"awareness.agrees": "given"})}
    assert "awareness.reason_without_agreement" not in needed
    assert "awareness.lawful_basis" in needed


def test_lawful_bases_on_the_form_are_the_reference_list():
    assert {v for v, _ in field("awareness.lawful_basis").choices} == BY_CODE.keys() - {
        "sar_exemptions"
    }


def test_research_has_a_field_for_each_kind_of_information():
    from_kind = afterwards.research.ITEM_FIELDS
    assert all(field(name).category == kind for kind, name in from_kind.items())
    assert field("research.item").sensitivity == 4, "without a kind it counts as its worst"


def test_unknown_names_are_not_found():
    with pytest.raises(NotFound):
        field("victim.shoe_size")
    with pytest.raises(NotFound):
        section("shoes")


def test_no_code_word_reaches_a_screen():
    words = (
        "gate",
        "grant",
        "withheld",
        "nil return",
        "ledger",
        "sustainment",
        "verified_complete",
        "_",
    )
    texts = [
        text for s in SECTIONS.values()
        for text in (s.title, s.hint, s.why_we_ask, *itertools.chain.from_iterable(
            (f.label, f.hint, *(label for _, label in f.choices)) for f in s.fields))
    ]  # fmt: skip
    parts = [
        t for t in texts for w in words if (w in t if w == "_" else f" {w} " in f" {t.lower()} ")
    ]
    assert parts == []
