"""A log line names no person and no case, whatever was logged."""

from __future__ import annotations

import logging
import sys

import pytest

from casework.logs import Redacting, redact


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("sent to ann@health.example today", "sent to <address> today"),
        ("case 0f8fad5b-d9cb-469f-a165-70867728950e", "case <id>"),
        ("case 0f8fad5bd9cb469fa16570867728950e", "case <id>"),
        ("GET /search?q=kestrel+row 200", "GET /search?<query> 200"),
        ("nothing to hide", "nothing to hide"),
    ],
)
def test_what_may_name_somebody_is_blanked(said: str, kept: str) -> None:
    assert redact(said) == kept


def test_a_line_stays_one_line() -> None:
    record = logging.LogRecord("a", logging.INFO, "", 1, "one\nforged line", None, None)
    assert "\n" not in Redacting().format(record)


def test_an_exception_is_reduced_to_its_kind_and_place() -> None:
    try:
        raise ValueError("her new address") from KeyError("4 Kestrel Row")
    except ValueError:
        record = logging.LogRecord("a", logging.ERROR, "", 1, "failed", None, sys.exc_info())
    line = Redacting().format(record)
    assert "ValueError at" in line
    assert "address" not in line
    assert "Kestrel" not in line
