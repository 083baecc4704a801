"""Every mistake in a document is found, all at once, each at its line."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from protocols.clauses import SharingProtocol
from protocols.errors import ProtocolError
from protocols.loader import load
from protocols.locating import locate
from protocols.writer import digest, write
from tests.protocols.random_protocols import protocol
from tests.protocols.test_packs import LIBRARY

HEAD = """[protocol]
id = "p"
title = "P"
version = "1"
format = 1
starts = 2026-01-01

[[clause]]
number = "1"
words = \"\"\"Several
lines = of [words]
# not a comment\"\"\"

"""


def problems(text: str) -> list[tuple[int, str, str]]:
    with pytest.raises(ProtocolError) as caught:
        load(text)
    return [(p.line, p.key, p.message) for p in caught.value.problems]


RULE = HEAD + '[[clause.rule]]\nkind = "cap"\nlevel = "summary"\n'  # lines 14 to 16


@pytest.mark.parametrize(
    ("text", "line", "key", "message"),
    [
        (RULE + 'colour = "red"\n', 17, "colour", "unknown key 'colour'"),
        (RULE + 'applies = { stge = "meeting" }\n', 17, "stge", "Did you mean 'stage'?"),
        (
            RULE + '[clause.rule.applies]\nstage = "meting"\n',
            18,
            "stage",
            "Did you mean 'meeting'?",
        ),
        (
            RULE + '[clause.rule.applies]\ncategory = [\n  "risk",\n  "helth",\n]\n',
            20,
            "category",
            "'helth'",
        ),
        (
            RULE + "[clause.rule.requires]\nvictim_agres = true\n",
            18,
            "victim_agres",
            "'victim_agrees'",
        ),
        (
            RULE + '[clause.rule.applies]\nstage = { at_least = "meeting" }\n',
            18,
            "stage",
            "no comparison",
        ),
        (
            RULE + '[clause.rule.applies]\nsensitivity = "high"\n',
            18,
            "sensitivity",
            "expected a number",
        ),
        (RULE + '[clause.rule.applies]\nagency = "Nobody"\n', 18, "agency", "no party"),
        (RULE + "lifts = ['x']\n", 17, "lifts", "no other rule"),
        (RULE + "until = 2025-01-01\n", 17, "until", "before the start"),
        (RULE + "until = 'soon'\n", 17, "until", "expected a date"),
        (RULE + "concealed = true\n", 17, "concealed", "can hide completely"),
        (RULE + "mask = 'year'\n", 17, "mask", "a mask goes with"),
        (RULE + "basis = ['nothing']\n", 17, "basis", "unknown basis"),
        (RULE + "\n[[clause]]\nnumber = '1'\nwords = 'Twice.'\n", 19, "number", "stands twice"),
        (RULE + "\n[vocabulary.stage]\nvigil = 'meting'\n", 19, "vigil", "Did you mean 'meeting'?"),
        (RULE + "\n[vocabulary.stages]\n", 18, "stages", "Did you mean 'stage'?"),
        (RULE + "\n[[fact]]\nname = 'stage'\nsays = 'x'\n", 19, "name", "core name already"),
        (RULE + "\n[[fact]]\nname = 'a:b'\nsays = 'x'\n", 19, "name", "no name"),
        (HEAD + '[[clause.rule]]\nkind = "gatte"\n', 15, "kind", "Did you mean 'gate'?"),
        (HEAD + '[[clause.rule]]\nkind = "gate"\n', 14, "rule", "'requires' is missing"),
        (
            HEAD + '[[clause.rule]]\nkind = "grant"\nlevel = "ful"\n',
            16,
            "level",
            "Did you mean 'full'?",
        ),
        (HEAD + '[[clause.rule]]\nkind = "grant"\n', 14, "rule", "'level' is missing"),
        (
            HEAD + "[[clause.rule]]\nkind = 'exception'\nlifts = ['abs']\n\n"
            "[[clause.rule]]\nkind = 'cap'\nlevel = 'withheld'\nname = 'abs'\nabsolute = true\n",
            16,
            "lifts",
            "absolute: nothing may lift it",
        ),
        (
            HEAD + "[[clause.rule]]\nkind = 'exception'\nlifts = ['abs']\n",
            16,
            "lifts",
            "no gate or cap",
        ),
        (
            HEAD
            + "[[clause.rule]]\nkind = 'grant'\nlevel = 'full'\n\n[[clause.rule.obligations]]\n"
            "what = 'chair_aproved'\nwhen = 'before'\n",
            19,
            "what",
            "Did you mean 'chair_approved'?",
        ),
        (
            HEAD.replace("2026-01-01", "2026-01-01\nends = 2025-01-01"),
            7,
            "ends",
            "before the start",
        ),
        (
            HEAD.replace("2026-01-01", "2026-01-01\npurposes = ['safty_planning']"),
            7,
            "purposes",
            "'safety_planning'",
        ),
        (HEAD.replace("format = 1", "format = 2"), 5, "format", "knows up to 1"),
        (HEAD + "broken = = 1\n", 14, "document", "not valid TOML"),
        ("x = " + "[" * 5000, 1, "document", ""),
        ("#" * 600_000, 1, "document", "larger than"),
        ("rule = []\n", 1, "rule", "stands under a clause"),
    ],
)
def test_a_mistake_is_named_at_its_line(text: str, line: int, key: str, message: str) -> None:
    found = problems(text)
    assert any(at == line and named == key and message in said for at, named, said in found), found


def test_all_mistakes_are_told_at_once() -> None:
    text = RULE + 'colour = "red"\n[clause.rule.applies]\nstage = "meting"\nroll = "chair"\n'
    assert [line for line, _, _ in problems(text)] == [17, 19, 20]


def test_problems_name_their_clause() -> None:
    with pytest.raises(ProtocolError) as caught:
        load(RULE + 'colour = "red"\n')
    assert caught.value.problems[0].clause == "1"


def test_places_are_found_in_every_way_of_writing() -> None:
    text = (
        "a.b = 1\n'c d' = [1,\n 2, # two\n {x = 1, y = [\n3]}]\n[t.'u v']\nk = '''\n[no]\n'''\n"
        "[[l]]\n[[l.m]]\nz = 1\n[[l]]\n[[l.m]]\nz = 2\n"
    )
    lines = locate(text)
    assert lines[("a", "b")] == 1
    assert lines[("c d", 2, "y", 0)] == 5
    assert lines[("t", "u v", "k")] == 7
    assert (lines[("l", 0, "m", 0, "z")], lines[("l", 1, "m", 0, "z")]) == (12, 15)


@pytest.mark.parametrize("name", sorted(path.name for path in LIBRARY.glob("*.toml")))
def test_the_library_survives_writing(name: str) -> None:
    loaded = load((LIBRARY / name).read_text(encoding="utf-8"))
    survives(loaded)


def survives(loaded: SharingProtocol) -> None:
    text = write(loaded)
    again = load(text)
    assert again == loaded
    assert write(again) == text
    assert digest(again) == digest(loaded)


@settings(max_examples=60)
@given(st.randoms(use_true_random=False), st.text(max_size=40))
def test_any_protocol_survives_writing(rng: object, words: str) -> None:
    made = protocol(rng)  # type: ignore[arg-type]  # any random source
    lifts = {name for c in made.clauses for r in c.rules for name in r.lifts}
    names = {r.name for c in made.clauses for r in c.rules}
    if lifts <= names and words.isprintable():
        survives(replace(made, clauses=tuple(replace(c, words=words) for c in made.clauses)))


@settings(max_examples=60)
@given(st.text(max_size=200))
def test_no_text_is_worse_than_refused(text: str) -> None:
    with pytest.raises(ProtocolError):
        load(text)


def test_the_hash_changes_with_any_word() -> None:
    first = load(HEAD)
    assert digest(first) != digest(load(HEAD.replace("Several", "Some")))
