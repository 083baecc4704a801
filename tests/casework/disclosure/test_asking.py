"""Words that one document declares, before another that does not have them."""

from __future__ import annotations

import pytest

from casework.disclosure.asking import spread
from protocols import engine
from protocols.loader import load
from protocols.question import Question

CLAUSES = """
[[clause]]
number = "1"
words = "Everything is shared, but not with who works with the person causing harm."
[[clause.rule]]
kind = "grant"
level = "full"
[[clause.rule]]
kind = "cap"
level = "withheld"
applies = { relationship = "works_with_perpetrator" }
"""


def document(name: str, own: str = "") -> str:
    return f"""[protocol]
id = "{name}"
title = "{name}"
version = "1"
starts = 2026-01-01
{own}
{CLAUSES}"""


OURS = load(document("ours", '[vocabulary.relationship]\nkeyworker = "works_with_perpetrator"\n'
                             'lends = "local"'))  # fmt: skip
THEIRS = load(document("theirs"))
BOTH = [OURS.vocabulary, THEIRS.vocabulary]


@pytest.mark.parametrize(
    ("said", "effect"),
    [("keyworker", "withheld"), ("lends", "full"), ("works_with_victim", "full"),
     ("nobody_declares_this", "full")],
)  # fmt: skip
def test_a_word_of_one_document_is_told_to_the_other_by_what_it_stands_under(
    said: str, effect: str
) -> None:
    words = spread("relationship", frozenset({said}), BOTH)
    question = Question({"category": "location"}, {"relationship": words})
    for protocol in (OURS, THEIRS):
        assert engine.compile(protocol).decide(question).effect.word == effect


def test_words_of_the_core_are_left_as_they_are() -> None:
    words = frozenset({"provides_care", "lead"})
    assert spread("relationship", words, BOTH) is words
