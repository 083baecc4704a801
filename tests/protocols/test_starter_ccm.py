"""The starter protocol against the visibility matrix, written out by hand."""

from datetime import date
from typing import Any

import pytest

from protocols import engine
from protocols.analysis import check
from protocols.decision import Decision
from protocols.engine import check_words
from protocols.explain import full, viewer
from protocols.loader import load
from protocols.question import Question
from protocols.starting import ANSWER_REQUEST, starting
from protocols.vocabulary import Effect
from tests.protocols.test_packs import LIBRARY

TEXT = (LIBRARY / "starter_ccm.toml").read_text(encoding="utf-8")
TABLE = engine.compile(load(TEXT))
LETTERS = {"F": Effect.FULL, "P": Effect.SUMMARY, "N": Effect.WITHHELD}

COLUMNS = [
    "police",
    "victim_service",
    "childrens_social_care",
    "adult_social_care",
    "health",
    "housing",
    "probation",
    "perpetrator_service",
    "environmental_health",
    "fire",
    "board",
]
# C: concealed. V: full in session, withheld elsewhere. What a fact opens stands in tests below.
MATRIX = {
    ("victim", "identity"):                 "F F F F F F F N N N N",
    ("alleged_perpetrator", "identity"):    "F F F F F F F F N N N",
    ("victim", "location"):                 "F F F P P N N C N N N",
    ("child", "location"):                  "F F F P P N N C N N N",
    ("victim", "safe_contact"):             "F F P P P N N C N N N",
    ("alleged_perpetrator", "location"):    "F P P P P N F F P N N",
    ("victim", "health"):                   "P P P P P P P N N P N",
    ("victim", "mental_health"):            "P P P P P P P N N P N",
    ("alleged_perpetrator", "conviction"):  "F P P P N P F N N N N",
    ("alleged_perpetrator", "allegation"):  "F F P P P P F P P N N",
    ("alleged_perpetrator", "intelligence"): "F V V V N V V N N N N",
    ("child", "child"):                     "P F F P P P P N N N N",
    ("victim", "victims_words"):            "P F P P P N N C N N N",
    ("victim", "idva_notes"):               "P F P P P N N C N N N",
    ("referrer", "referral_source"):        "F F F N N N N C N N N",
    ("victim", "finance"):                  "P F P P P P P N N N N",
    ("case", "risk"):                       "F F F F F F F P P P N",
    ("case", "action"):                     "F F F F F F F P P P N",
    ("case", "minutes"):                    "F F F F F F F N N N N",
    ("place", "location"):                  "F F F F F F F N F F N",
    ("case", "aggregate"):                  "F F F F F F F F F F F",
}  # fmt: skip
STAGES = ["agenda", "research", "meeting", "minutes", "after_meeting", "closed"]


def ask(agency: str, subject: str, category: str, **changes: Any) -> Decision:
    facts = {
        "released": "not_applicable",
        "under_18": "no",
        "confidentiality_signed": "yes",
        "tenant_of_recipient": "no",
        "own_client": "no",
        "fire_risk": "no",
        "in_own_remit": "no",
    } | changes.pop("facts", {})
    values = {
        "agency": "Asker",
        "originator": "Provider",
        "agency_type": agency,
        "party_status": "signed",
        "stage": "agenda",
        "purpose": "safety_planning",
        "channel": "screen",
        "subject": subject,
        "category": category,
        "conference_kind": "ccm",
    }
    many = {"role": {"representative"}, "relationship": {"on_case"}, "handling": set()}
    many |= {name: changes.pop(name) for name in list(changes) if name in many}
    question = Question(
        values | changes, {n: frozenset(v) for n, v in many.items()}, facts, date(2026, 3, 1)
    )
    check_words(TABLE.protocol, question)
    return TABLE.decide(question)


CELLS = [
    pytest.param(agency, subject, category, letter, id=f"{agency}-{subject}-{category}")
    for (subject, category), letters in MATRIX.items()
    for agency, letter in zip(COLUMNS, letters.split(), strict=True)
]


@pytest.mark.parametrize(("agency", "subject", "category", "letter"), CELLS)
def test_the_matrix(agency: str, subject: str, category: str, letter: str) -> None:
    facts = {"released": "yes"}
    for stage in STAGES:
        seen = ask(agency, subject, category, stage=stage, facts=facts)
        told = ask(agency, subject, category, stage=stage, channel="screen_in_session", facts=facts)
        expected = LETTERS.get(letter, Effect.WITHHELD)
        assert (seen.effect, seen.concealed) == (expected, letter == "C")
        in_session = letter == "V" and stage == "meeting"
        assert told.effect is (Effect.FULL if in_session else expected)


@pytest.mark.parametrize("role", ["coordinator", "chair"])
@pytest.mark.parametrize(("subject", "category"), MATRIX)
def test_coordinator_and_chair_see_by_grants(role: str, subject: str, category: str) -> None:
    who: dict[str, Any] = {"role": {role}, "facts": {"released": "yes"}}
    expected = Effect.WITHHELD if category == "intelligence" else Effect.FULL
    for stage in ["before_listing", *STAGES]:
        assert ask("local_authority", subject, category, stage=stage, **who).effect is expected
    conflicted = ask("local_authority", subject, category, relationship={"conflicted"}, **who)
    assert (conflicted.effect, conflicted.concealed) == (Effect.WITHHELD, True)
    private = ask("local_authority", subject, category, role={role}, facts={"released": "no"})
    assert (private.effect, private.concealed) == (Effect.WITHHELD, True)


@pytest.mark.parametrize(
    ("agency", "subject", "category", "fact", "expected"),
    [
        ("housing", "victim", "location", "tenant_of_recipient", Effect.FULL),
        ("housing", "alleged_perpetrator", "location", "tenant_of_recipient", Effect.FULL),
        ("fire", "victim", "location", "fire_risk", Effect.FULL),
        ("environmental_health", "victim", "identity", "in_own_remit", Effect.FULL),
        ("perpetrator_service", "alleged_perpetrator", "health", "own_client", Effect.FULL),
        ("perpetrator_service", "alleged_perpetrator", "conviction", "own_client", Effect.FULL),
        ("perpetrator_service", "victim", "health", "own_client", Effect.WITHHELD),
    ],
)
def test_what_a_recorded_fact_opens(
    agency: str, subject: str, category: str, fact: str, expected: Effect
) -> None:
    assert ask(agency, subject, category, facts={fact: "yes"}).effect is expected
    for value in ("no", "unknown", "not_applicable"):
        assert ask(agency, subject, category, facts={fact: value}).effect is Effect.WITHHELD


def test_before_listing_others_do_not_know_of_the_case() -> None:
    early = ask("police", "case", "risk", stage="before_listing")
    assert (early.effect, early.concealed, early.clause) == (Effect.WITHHELD, True, "2.2")
    own = ask("police", "case", "risk", stage="before_listing", originator="Asker")
    assert own.effect is Effect.FULL


@pytest.mark.parametrize(
    "category", ["location", "safe_contact", "victims_words", "idva_notes", "referral_source"]
)
def test_who_works_with_the_person_causing_harm_never_learns_it(category: str) -> None:
    open_up = {"granted_request": "yes", "serious_threat": "yes", "chair_approved": "yes",
               "serious_threat_reason_recorded": "yes", "emergency_declared": "yes"}  # fmt: skip
    for both in (
        {"works_with_perpetrator"},
        {"works_with_perpetrator", "works_with_victim"},
        {"unknown"},
    ):
        seen = ask(
            "police", "victim", category, relationship=both, facts=open_up, stage="emergency"
        )
        assert (seen.effect, seen.concealed) == (Effect.WITHHELD, True)
        assert viewer(seen) == ""
    assert (
        ask(
            "police", "alleged_perpetrator", "location", relationship={"works_with_perpetrator"}
        ).effect
        is Effect.FULL
    )


def test_a_person_under_18() -> None:
    young = {"under_18": "yes"}
    assert ask("housing", "victim", "identity", facts=young).effect is Effect.SUMMARY
    assert ask("police", "victim", "identity", facts=young).effect is Effect.FULL
    assert (
        ask("housing", "victim", "identity", facts={"under_18": "unknown"}).effect is Effect.SUMMARY
    )
    assert ask("housing", "case", "action", facts=young).effect is Effect.FULL


def test_handling() -> None:
    verbal = {"handling": {"verbal_only"}}
    assert ask("police", "victim", "identity", **verbal).effect is Effect.WITHHELD
    assert (
        ask("police", "victim", "identity", stage="meeting", channel="verbal", **verbal).effect
        is Effect.FULL
    )
    assert ask("police", "victim", "identity", handling={"originator_consent"}).clause == "2.7"
    agreed = ask(
        "police",
        "victim",
        "identity",
        handling={"originator_consent"},
        facts={"originator_approved": "yes"},
    )
    assert agreed.effect is Effect.FULL
    secret = ask("police", "victim", "identity", handling={"do_not_confirm"})
    assert (secret.effect, secret.concealed) == (Effect.WITHHELD, True)


def test_research_is_private_until_released() -> None:
    for released in ("no", "unknown", "not_applicable"):
        private = ask("police", "victim", "research", facts={"released": released})
        assert (private.effect, private.concealed) == (Effect.WITHHELD, True)
    assert ask("police", "victim", "research", facts={"released": "yes"}).effect is Effect.FULL
    assert (
        ask("fire", "victim", "research", originator="Asker", facts={"released": "no"}).effect
        is Effect.FULL
    )


def test_gates_of_signature() -> None:
    assert ask("police", "victim", "identity", party_status="suspended").clause == "1.2"
    unsigned = {"confidentiality_signed": "no"}
    live = ask(
        "police", "victim", "identity", stage="meeting", channel="screen_in_session", facts=unsigned
    )
    assert (live.effect, live.clause) == (Effect.WITHHELD, "1.3")
    assert ask("police", "victim", "identity", purpose="personal").effect is Effect.WITHHELD


def test_serious_threat_waits_for_reason_and_chair() -> None:
    waiting = ask("housing", "victim", "health", facts={"serious_threat": "yes"})
    assert waiting.effect is Effect.SUMMARY
    assert [(p.what, p.owner) for p in waiting.pending] == [
        ("serious_threat_reason_recorded", "the person who asks"), ("chair_approved", "chair"),
    ]  # fmt: skip
    done = {
        "serious_threat": "yes",
        "serious_threat_reason_recorded": "yes",
        "chair_approved": "yes",
    }
    lifted = ask("housing", "victim", "health", facts=done)
    assert (lifted.effect, lifted.clause, lifted.lifted) == (Effect.FULL, "4.1", ("summary_only",))
    assert "tell_originator" in {duty.what for duty in lifted.obligations}


def test_a_granted_request_opens_and_its_end_closes() -> None:
    for agency, category, before in (
        ("housing", "health", Effect.SUMMARY),
        ("fire", "child", Effect.WITHHELD),
    ):
        assert ask(agency, "victim", category).effect is before
        granted = ask(agency, "victim", category, facts={"granted_request": "yes"})
        assert (granted.effect, granted.clause) == (Effect.FULL, "4.2")
        assert ask(agency, "victim", category, facts={"granted_request": "no"}).effect is before


def test_decisions_cite_the_clause_that_opens() -> None:
    assert ask("police", "victim", "identity").clause == "3.1"
    assert ask("housing", "victim", "health").clause == "3.6"
    assert ask("police", "victim", "identity", originator="Asker").clause == "1.4"
    denied = ask("fire", "victim", "child")
    assert denied.clause == "3.10"
    assert denied.near_misses


def test_explanations_are_plain() -> None:
    seen = ask("housing", "victim", "health")
    assert (
        viewer(seen)
        == "You see a summary. Your agency sees a summary of health. You can ask to see more."
    )
    assert any("Clause 3.6" in line for line in full(seen))
    assert viewer(ask("fire", "victim", "child")).startswith("This is not shared with you.")


CODE_WORDS = ("withheld", "concealed", "cap ", "grant ", "gate ", "summary_only", "works_with", "_")


def test_no_code_word_reaches_a_reader() -> None:
    for subject, category in MATRIX:
        for agency in COLUMNS:
            decision = ask(agency, subject, category, facts={"released": "yes"})
            said = " ".join([viewer(decision), *full(decision)])
            assert not [word for word in CODE_WORDS if word in said], said


def test_analysis_finds_nothing_wrong() -> None:
    assert [f for f in check(TEXT) if f.severity != "note"] == []


def test_its_times_start_with_what_somebody_records() -> None:
    found = {
        (clause.number, duty.what): (duty.within, duty.missed, starting(rule, duty, TABLE.protocol))
        for clause in TABLE.protocol.clauses
        for rule in clause.rules
        for duty in rule.obligations
        if duty.within and duty.what != ANSWER_REQUEST
    }
    assert {key: (within, missed) for key, (within, missed, _) in found.items()} == {
        ("4.5", "acknowledge_application"): ("2 working days", "reported"),
        ("4.5", "tell_threshold"): ("21 working days", "reported"),
        ("4.5", "hold_review"): ("28 working days", "reported"),
        ("4.5", "send_outcome"): ("7 working days", "reported"),
    }
    assert all(starts for _, _, starts in found.values())


@pytest.mark.parametrize("kind", ["ccm", "domestic_abuse_marac"])
def test_the_times_of_a_case_review_are_those_of_a_case_review_alone(kind: str) -> None:
    facts = {"review_applied_for": "yes"}
    told = ask("police", "victim", "identity", facts=facts, conference_kind="asb_case_review")
    assert {"acknowledge_application", "hold_review"} <= {o.what for o in told.obligations}
    other = ask("police", "victim", "identity", facts=facts, conference_kind=kind)
    assert other.effect is told.effect
    assert "hold_review" not in {o.what for o in other.obligations}


def test_sharing_without_agreement_is_told_to_the_person_and_changes_no_answer() -> None:
    for agency, effect in (("housing", Effect.SUMMARY), ("fire", Effect.SUMMARY)):
        found = ask(agency, "victim", "health", facts={"consent_overridden": "yes"})
        assert found.effect is effect
        assert "tell_victim" in {o.what for o in found.obligations}
