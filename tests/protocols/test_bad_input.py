"""Documents that are wrong on purpose: refused in words, at their line, in bounded time."""

from functools import partial

import pytest

from protocols.analysis import check
from protocols.errors import ProtocolError
from protocols.loader import load
from tests.steps import steps

HEAD = """[protocol]
id = "p"
title = "P"
version = "1"
starts = 2026-01-01
"""
CLAUSE = '\n[[clause]]\nnumber = "1"\nwords = "Words."\n'
GRANT = '[[clause.rule]]\nkind = "grant"\nlevel = "full"\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (HEAD + "[[clause]]\nnumber = '1'\nwords = 'x'\n" * 1_000_000, "larger than"),
        (HEAD + CLAUSE + GRANT * 9_000, "rules; a document has at most 2,000"),
        (HEAD + "".join(f"[[clause]]\nnumber='{n}'\nwords='x'\n" for n in range(9_000)),
         "a document has at most 2,000"),
        (HEAD + "".join(f"[[fact]]\nname='f{n}'\nsays='x'\n" for n in range(9_000)),
         "a document has at most 500"),
        (HEAD + "".join(f"k{n}=1\n" for n in range(40_000)), "the rest is not told"),
        (HEAD + "owner = " + "[" * 200_000, "nested too deeply"),
        (HEAD + "owner = " + "{a = " * 60_000, "nested too deeply"),
        (HEAD + ".".join(["a"] * 100_000) + " = 1\n", "nested too deeply"),
        (HEAD + ".".join(["'a'"] * 60_000) + " = 1\n", "nested too deeply"),
        (HEAD + "format = " + "9" * 100_000 + "\n", "a number or a date in it can be none"),
        (HEAD + CLAUSE + GRANT + "[clause.rule.applies]\nfield = ["
         + ",".join(f"'{n}'" for n in range(40_000)) + "]\n", "40,000 words; at most 1,000"),
        (HEAD + "summary = 'a" + ".b" * 200_000 + "'\n", "nested too deeply"),
    ],
    ids=["lines", "rules", "clauses", "facts", "keys", "arrays", "tables", "dots", "quoted dots",
         "number", "words", "text of dots"],
)  # fmt: skip
def test_a_monstrous_document_is_refused_in_words_and_at_once(text: str, message: str) -> None:
    told: list[ProtocolError] = []
    steps(lambda: told.append(refused(text)), most=10_000_000)
    assert message in str(told[0])
    assert len(told[0].problems) <= 202


def refused(text: str) -> ProtocolError:
    with pytest.raises(ProtocolError) as caught:
        load(text)
    return caught.value


HOSTILE = ["\u0000", "\u001b[31m", "\u202e", "\u2066", "\ufeff", "\u2028", "\u0085"]
PLACES = {
    "owner": HEAD + 'owner = "{}"\n' + CLAUSE,
    "summary": HEAD + 'summary = "{}"\n' + CLAUSE,
    "words": HEAD + CLAUSE.replace("Words.", "{}"),
    "number": HEAD + CLAUSE.replace('"1"', '"1{}"'),
    "name": HEAD + '[[party]]\nid = "a"\nname = "A{}"\n' + CLAUSE,
    "title": HEAD + '[[basis]]\nid = "a"\ntitle = "A{}"\n' + CLAUSE,
    "says": HEAD + '[[fact]]\nname = "a"\nsays = "A{}"\n' + CLAUSE,
    "viewer": HEAD + CLAUSE + GRANT + '[clause.rule.reasons]\nviewer = "{}"\n',
    "full": HEAD + CLAUSE + GRANT + '[clause.rule.reasons]\nfull = "{}"\n',
    "what": HEAD + CLAUSE + GRANT + '[[clause.rule.obligations]]\nwhat = "a{}"\nwhen = "after"\n',
    "within": HEAD + CLAUSE + GRANT
    + '[[clause.rule.obligations]]\nwhat = "a"\nwithin = "1 day{}"\n',
    "field": HEAD + CLAUSE + GRANT + '[clause.rule.applies]\nfield = "a{}"\n',
    "lifts": HEAD + CLAUSE + '[[clause.rule]]\nkind = "exception"\nlifts = ["a{}"]\n',
    "basis": HEAD + CLAUSE + GRANT + 'basis = ["a{}"]\n',
    "mask": HEAD + CLAUSE + GRANT.replace("full", "masked") + 'mask = "a{}"\n',
}  # fmt: skip


@pytest.mark.parametrize("letter", HOSTILE, ids=[f"U+{ord(h[0]):04X}" for h in HOSTILE])
@pytest.mark.parametrize("place", PLACES)
def test_a_letter_that_cannot_be_seen_is_refused_in_every_string(place: str, letter: str) -> None:
    escaped = "".join(f"\\u{ord(one):04x}" for one in letter)
    with pytest.raises(ProtocolError) as caught:
        load(PLACES[place].replace("{}", escaped))
    problem = next(p for p in caught.value.problems if "cannot be seen" in p.message)
    assert problem.key == place
    assert problem.line > 1
    said = str(caught.value)
    assert not any(one in said for one in letter if not one.isprintable()), "not told as it is"


@pytest.mark.parametrize("words", ["Zoë Ó Briain\u200d", "नमस्ते", "line\nand\ttab", "👩‍⚕️ £5 – “so”"])
def test_ordinary_text_of_any_language_is_text(words: str) -> None:
    escaped = words.replace("\n", "\\n").replace("\t", "\\t")
    assert load(HEAD + CLAUSE.replace("Words.", escaped)).clauses[0].words == words


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [
        (HEAD + CLAUSE.replace('"1"', '""'), "number", 8),
        (HEAD.replace('"P"', '" "') + CLAUSE, "title", 3),
        (HEAD + "[[rule]]\nkind = 'grant'\n", "rule", 6),
        (HEAD + "[[clause.rule]]\nkind = 'grant'\nlevel = 'full'\n" + CLAUSE, "document", 10),
        (HEAD + "[clause]\nnumber = '1'\n", "clause", 6),
        (HEAD.replace("starts = 2026-01-01", "starts = 2026-01-01T10:00:00"), "starts", 5),
        (HEAD.replace("starts = 2026-01-01", "starts = 2026-02-30"), "document", 5),
        (HEAD.replace('version = "1"', "version = 1"), "version", 4),
        (HEAD + "format = 99\nwhatever = 1\n", "format", 6),
        (HEAD + "[[fact]]\nname = 'f'\nsays = 'x'\nkind = 'words'\n", "words", 6),
        (HEAD + "[[fact]]\nname = 'f'\nsays = 'x'\nkind = 'words'\nwords = ['a b:c']\n",
         "words", 10),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_where_it_stands(text: str, key: str, line: int) -> None:
    with pytest.raises(ProtocolError) as caught:
        load(text)
    found = [(problem.key, problem.line) for problem in caught.value.problems]
    assert any(at == key and abs(number - line) <= 2 for at, number in found), found


def test_a_party_without_an_officer_is_found() -> None:
    text = HEAD + CLAUSE + "[[party]]\nid = 'a'\nname = 'Nobody Homes'\n"
    found = [f for f in check(text) if f.kind == "officer"]
    assert [f.message for f in found] == ["'Nobody Homes' names no officer who signs for it"]


def test_many_parties_without_an_officer_are_one_thing_to_settle() -> None:
    parties = "".join(f"[[party]]\nid = '{n}'\nname = 'Agency {n}'\n" for n in "abc")
    found = [f for f in check(HEAD + CLAUSE + parties) if f.kind == "officer"]
    names = "Agency a; Agency b; Agency c"
    assert [f.message for f in found] == [f"3 parties name no officer who signs for them: {names}"]


def test_four_times_as_many_rules_are_four_times_the_work() -> None:
    few, many = (steps(partial(read, number)) for number in (250, 1_000))
    assert many < 5 * few


def read(number: int) -> None:
    rules = "".join(
        GRANT + f"[clause.rule.applies]\ncategory = 'risk'\nfield = 'f{n}'\n" for n in range(number)
    )
    assert len(load(HEAD + CLAUSE + rules).clauses[0].rules) == number
