"""Words that one document declares, before another that does not have them."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from casework.access import Viewer
from casework.disclosure.asking import Asking, askings, spread
from casework.disclosure.matter import Matter
from protocols import engine
from protocols.clauses import SharingProtocol
from protocols.loader import load
from tests.factories.agreements import clause

SIDE = "works_with_perpetrator"
SHARED = clause("1", "grant", "full") + clause("2", "cap", "withheld", relationship=SIDE)
OWN = f'[vocabulary.relationship]\nkeyworker = "{SIDE}"\nlends = "local"\n'


def document(clauses: str) -> SharingProtocol:
    return load(f'[protocol]\nid = "d"\ntitle = "D"\nversion = "1"\nstarts = 2026-01-01\n{clauses}')


OURS, THEIRS = document(OWN + SHARED), document(SHARED)
BOTH = [OURS.vocabulary, THEIRS.vocabulary]


@pytest.mark.parametrize(
    ("said", "effect"),
    [("keyworker", "withheld"), ("lends", "full"), ("works_with_victim", "full"),
     ("nobody_declares_this", "full")],
)  # fmt: skip
def test_a_limit_of_one_document_meets_what_another_calls_it(said: str, effect: str) -> None:
    told = [
        engine.compile(protocol).decide(asking.standing()).effect.word
        for protocol in (OURS, THEIRS)
        for asking in asked(said)
    ]
    assert ("withheld" if "withheld" in told else "full") == effect


def test_what_another_document_says_of_its_words_opens_nothing() -> None:
    opens = document(clause("1", "grant", "full", relationship=SIDE))
    decided = [
        engine.compile(opens).decide(one.standing()).effect.word for one in asked("keyworker")
    ]
    assert decided == ["withheld", "full"]


def test_words_of_the_core_are_asked_once_and_left_as_they_are() -> None:
    words = frozenset({"provides_care", "lead"})
    assert spread("relationship", words, BOTH) is words
    assert len(asked("lead")) == 1


def asked(said: str) -> list[Asking]:
    """How both documents are asked for an agency of which that word was said."""
    agency = uuid4()
    known = Matter(
        uuid4(), uuid4(), uuid4(), "ccm", "agenda", "high", (),
        standings={agency: frozenset({said})},
    )  # fmt: skip
    viewer = Viewer(uuid4(), known.partnership_id, agency, "", "", "police", "police")
    return askings(
        viewer, known, spoken=BOTH, purpose="safety_planning", stage="agenda", channel="screen",
        moment=datetime(2026, 3, 3, tzinfo=UTC), parties={agency: "signed"},
    )  # fmt: skip
