"""What a missed duty does to an answer; what starts its clock; and clocks that never start."""

import pytest

from protocols import engine
from protocols.analysis import check
from protocols.clauses import SharingProtocol
from protocols.decision import Decision
from protocols.explain import full, viewer
from protocols.finding import Finding
from protocols.loader import load
from protocols.question import Question
from protocols.starting import starting
from protocols.vocabulary import Effect
from protocols.writer import write

HEAD = """[protocol]
id = "c"
title = "Clocks"
version = "1"
starts = 2026-01-01

[[fact]]
name = "board_approval"
kind = "approval"
says = "approval by the board"
recorded_by = ["coordinator"]

[[clause]]
number = "1"
words = "A summary."
[[clause.rule]]
kind = "grant"
level = "full"
[clause.rule.applies]
category = "health"
[[clause.rule]]
kind = "cap"
level = "summary"
name = "short"
[clause.rule.applies]
category = "health"

[[clause]]
number = "2"
words = "More."
"""
LIFT = """[[clause.rule]]
kind = "exception"
lifts = ["short"]
[clause.rule.requires]
serious_threat = "yes"
"""
MISSED = "missed/c/2/tell_originator"


def duty(what: str = "tell_originator", when: str = "after", **more: str) -> str:
    said = {"what": what, "when": when, "owner": "chair", **more}
    return "[[clause.rule.obligations]]\n" + "".join(f'{k} = "{v}"\n' for k, v in said.items())


ENDS = duty(within="2 days", missed="ends")
GATE = """[[clause.rule]]
kind = "gate"
level = "existence"
[clause.rule.applies]
category = "health"
[clause.rule.requires]
serious_threat = "yes"
"""


def decide(text: str, **facts: str) -> Decision:
    told = {name.replace("MISSED", MISSED): value for name, value in facts.items()}
    asked = Question({"category": "health"}, facts={"serious_threat": "yes", **told})
    return engine.compile(load(HEAD + text)).decide(asked)


@pytest.mark.parametrize(
    ("rule", "kept", "ended"),
    [(LIFT, Effect.FULL, Effect.SUMMARY), (GATE, Effect.SUMMARY, Effect.EXISTENCE)],
)
def test_what_a_rule_opened_ends_when_its_duty_is_missed(
    rule: str, kept: Effect, ended: Effect
) -> None:
    for told in ({}, {"MISSED": "no"}):
        assert decide(rule + ENDS, **told).effect is kept
    # Whoever does not know whether it was missed opens nothing by it.
    for told in ({"MISSED": "yes"}, {"MISSED": "unknown"}):
        assert decide(rule + ENDS, **told).effect is ended
    decision = decide(rule + ENDS, MISSED="yes")
    assert [(r.clause, r.what, r.owner, r.missed) for r in decision.run_out] == [
        ("2", "tell_originator", "chair", "ends")
    ]
    said = (
        "opened has ended: “tell the agency that provided it”, by the chair, was not done in time."
    )
    assert said in viewer(decision)
    assert any(said in line for line in full(decision))


def test_the_end_of_a_narrow_grant_opens_nothing_wider() -> None:
    narrow = GATE.replace('"gate"', '"grant"')
    assert decide(narrow + ENDS).effect is Effect.EXISTENCE
    assert decide(narrow + ENDS, MISSED="yes").effect is Effect.EXISTENCE


def test_what_counts_as_refused_is_waited_for_no_more() -> None:
    first = duty("chair_approved", "before", within="1 working day", missed="refused")
    text, name = LIFT + first, "missed/c/2/chair_approved"
    assert [p.what for p in decide(text).pending] == ["chair_approved"]
    decision = decide(text, **{name: "yes"})
    assert (decision.effect, decision.pending) == (Effect.SUMMARY, ())
    assert [(r.what, r.missed) for r in decision.run_out] == [("chair_approved", "refused")]
    said = "The chair did not answer in time (chair approved), so it counts as refused."
    assert said in viewer(decision)
    # An answer that comes all the same is an answer.
    late = decide(text, chair_approved="yes", **{name: "yes"})
    assert (late.effect, late.run_out) == (Effect.FULL, ())


def test_no_document_says_itself_that_a_time_has_run_out() -> None:
    rule = LIFT + f'"{MISSED}" = "no"\n' + ENDS
    assert any(f.severity == "error" and "unknown dimension" in f.message for f in of(rule))
    assert load(write(load(HEAD + LIFT + ENDS))) == load(HEAD + LIFT + ENDS)


def of(text: str) -> list[Finding]:
    return [f for f in check(HEAD + text) if f.kind in ("clock", "document")]


def wanted(protocol: SharingProtocol) -> list[str]:
    rule = protocol.clauses[-1].rules[0]
    return [c.dimension for d in rule.obligations for c in starting(rule, d, protocol)]


PENDING = duty(
    "board_approval", "before", needs="any", within="2 days", missed="refused"
)  # fmt: skip
BARE = LIFT.partition("[clause.rule.requires]")[0]


@pytest.mark.parametrize(
    ("text", "start"),
    [
        (LIFT + ENDS, ["serious_threat"]),
        # What is recorded about a single answer starts a clock for that answer.
        (LIFT.replace("serious_threat", "proportionate") + ENDS, ["proportionate"]),
        # How long ago a date was has no moment: the yes beside it starts the clock.
        (LIFT + "days_since_moved_on = { at_most = 3 }\n" + ENDS, ["serious_threat"]),
        # Where nothing else is required, the clock starts when it was asked for.
        (BARE + PENDING, ["board_approval"]),
    ],
)
def test_a_clock_starts_with_what_somebody_records(text: str, start: list[str]) -> None:
    assert wanted(load(HEAD + text)) == start
    assert of(text) == []


@pytest.mark.parametrize(
    ("text", "severity", "said"),
    [
        (BARE + ENDS, "error", "the rule requires no fact that somebody records"),
        (BARE + duty(within="2 days", missed="reported"), "warning", "never starts"),
        (LIFT.replace("serious_threat", "granted_request") + ENDS, "error", "'granted_request'"),
        (LIFT.replace("serious_threat", "released") + ENDS, "error", "nobody records 'released'"),
        (LIFT.replace("serious_threat", "vetted") + ENDS, "error", "nobody records 'vetted'"),
        (LIFT.replace('= "yes"', '= { not = "no" }') + ENDS, "error", "'serious_threat' as a yes"),
        (LIFT.replace('serious_threat = "yes"', "days_since_moved_on = { at_most = 3 }") + ENDS,
         "error", "put it under applies, and let the rule require a yes that somebody records"),
        ('[[clause.rule]]\nkind = "duty"\n[clause.rule.requires]\nserious_threat = "yes"\n' + ENDS,
         "error", "nothing is opened here"),
        # A rule that only says what has to be done goes with each answer, and starts with it.
        ('[[clause.rule]]\nkind = "duty"\n' + duty(within="5 days", missed="reported"), "note",
         "told with each answer and stands on nobody's list"),
        (LIFT + duty(missed="ends"), "warning", "has no time, so it is never missed"),
        (LIFT + duty(within="1 day", missed="refused"), "warning", "only what is due before"),
        (LIFT + duty("chair_approved", "before", within="1 day", missed="ends"), "warning",
         "only what is due after"),
        (GATE.replace('"gate"', '"cap"').partition("[clause.rule.requires]")[0] + ENDS, "error",
         "nothing is opened here"),
    ],
)  # fmt: skip
def test_a_clock_that_never_runs_is_a_finding(text: str, severity: str, said: str) -> None:
    (finding,) = of(text)
    assert (finding.severity, finding.clause) == (severity, "2")
    assert said in finding.message


def test_requests_and_the_record_have_clocks_of_their_own() -> None:
    granted = LIFT.replace("serious_threat", "granted_request")
    assert of(granted + duty("answer_request", within="4 hours", missed="refused")) == []
    assert of(granted + duty("log")) == []
