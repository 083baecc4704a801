"""A signed report: every example, what became of it, under which text and which program."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Viewer
from casework.agreements import service as agreements
from casework.agreements.in_force import compiled
from casework.agreements.models import Agreement
from casework.clock import now
from casework.disclosure.ledger import Entry, Kind, append
from casework.errors import NotFound
from casework.sharing.asking import question_words
from casework.sharing.examples.models import ExampleReport, ProtocolExample
from casework.sharing.examples.running import EXPECTED, Result, program_fingerprint
from casework.sharing.examples.service import results
from casework.web.csv_text import guarded

COLUMNS: Mapping[str, str] = {
    "sentence": "Example", "question": "Question", "expected": "Expected", "answer": "Answer",
    "clause": "Clause", "result": "Result", "signed": "Signed by", "digest": "Fingerprint",
}  # fmt: skip


def sign_report(session: Session, viewer: Viewer, *, agreement_id: UUID) -> ExampleReport:
    """Ask every example of a version now, and keep the answers over a name and a fingerprint."""
    row = agreements.load_agreement(session, viewer, agreement_id)
    lines = [_line(row, e, r) for e, r in results(session, row)]
    report = ExampleReport(
        partnership_id=row.partnership_id, agreement_id=row.id, person_id=viewer.person_id,
        person_name=viewer.name[:120], agency_name=viewer.agency_name[:120], at=now(),
        version_digest=row.digest, program=program_fingerprint(), lines=json.dumps(lines),
    )  # fmt: skip
    report.digest = fingerprint(report)
    session.add(report)
    session.flush()
    append(
        session,
        Entry(
            kind=Kind.EXAMPLES_REPORTED, partnership_id=row.partnership_id, at=report.at,
            actor_id=viewer.person_id, agency_id=viewer.agency_id, object_id=report.id,
            detail={
                "digest": report.digest, "version": row.digest,
                "held": sum(line["result"] == "Held" for line in lines), "of": len(lines),
            },
        ),
    )  # fmt: skip
    return report


def fingerprint(report: ExampleReport) -> str:
    """SHA-256 over all that the report says."""
    said = [
        report.person_name, report.agency_name, report.at.isoformat(), report.version_digest,
        report.program, report.lines,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def load_report(session: Session, row: Agreement, report_id: UUID) -> ExampleReport:
    """A report about this version, or NotFound."""
    found = session.get(ExampleReport, report_id)
    if found is None or found.agreement_id != row.id:
        raise NotFound("report")
    return found


def reports_of(session: Session, row: Agreement) -> list[ExampleReport]:
    """Reports about a version, newest first."""
    return list(
        session.scalars(
            select(ExampleReport)
            .where(ExampleReport.agreement_id == row.id)
            .order_by(ExampleReport.at.desc())
        )
    )


def lines_of(report: ExampleReport) -> list[dict[str, str]]:
    """The lines as they were signed."""
    read: list[dict[str, str]] = json.loads(report.lines)
    return read


def to_csv(report: ExampleReport, row: Agreement) -> str:
    """The report as a file for a spreadsheet, its own particulars first."""
    out = io.StringIO()
    writer = csv.writer(out)
    for pair in (
        ("Protocol", f"{row.title}, version {row.label}"), ("Text", report.version_digest),
        ("Program", report.program), ("Signed by", f"{report.person_name}, {report.agency_name}"),
        ("On", report.at.isoformat()), ("Fingerprint of this report", report.digest),
    ):  # fmt: skip
        writer.writerow(map(guarded, pair))
    writer.writerow(COLUMNS.values())
    writer.writerows([guarded(line[key]) for key in COLUMNS] for line in lines_of(report))
    return out.getvalue()


def _line(row: Agreement, example: ProtocolExample, result: Result) -> dict[str, Any]:
    asked = question_words(result.case.given, compiled(row.text)[0])
    signed = (
        f"{example.signed_name}, {example.signed_agency}" if example.signed_at else "Not signed"
    )
    return {
        "sentence": example.sentence,
        "question": "; ".join(f"{what}: {which}" for what, which in asked),
        "expected": EXPECTED[example.expected],
        "answer": result.answer.said,
        "clause": result.answer.clause,
        "result": "Held" if result.held else "Broken",
        "signed": signed,
        "digest": example.digest,
    }
