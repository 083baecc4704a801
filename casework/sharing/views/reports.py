"""Reports about examples: signed, read, printed, taken away as a file."""

from __future__ import annotations

import json
from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.agreements import service as agreements
from casework.sharing.blueprint import bp
from casework.sharing.examples import report, service
from casework.web.csv_text import csv_download
from casework.web.downloads import download
from casework.web.guard import allows, viewer
from casework.web.transaction import reading, writing


@bp.post("/<uuid:agreement_id>/examples/reports")
@allows(Action.PROTOCOL_EXAMPLE)
def sign_report(agreement_id: UUID) -> ResponseReturnValue:
    """Ask every example now, and put one's name under the answers."""
    with writing() as session:
        made = report.sign_report(session, viewer(), agreement_id=agreement_id).id
    return redirect(url_for("sharing.example_report", agreement_id=agreement_id, report_id=made))


@bp.get("/<uuid:agreement_id>/examples/reports/<uuid:report_id>")
@allows(Action.PROTOCOL_READ)
def example_report(agreement_id: UUID, report_id: UUID) -> ResponseReturnValue:
    """One report, as it was signed."""
    row = agreements.load_agreement(reading(), viewer(), agreement_id)
    found = report.load_report(reading(), row, report_id)
    return render_template(
        "sharing/example_report.html", row=row, report=found, lines=report.lines_of(found)
    )


@bp.get("/<uuid:agreement_id>/examples/reports/<uuid:report_id>.csv")
@allows(Action.PROTOCOL_READ)
def example_report_file(agreement_id: UUID, report_id: UUID) -> ResponseReturnValue:
    """The same as a file."""
    row = agreements.load_agreement(reading(), viewer(), agreement_id)
    found = report.load_report(reading(), row, report_id)
    return csv_download(report.to_csv(found, row), f"examples-{found.digest[:12]}.csv")


@bp.get("/<uuid:agreement_id>/examples/file")
@allows(Action.PROTOCOL_READ)
def examples_file(agreement_id: UUID) -> ResponseReturnValue:
    """The examples as data, for `protocol examples` on another machine."""
    row = agreements.load_agreement(reading(), viewer(), agreement_id)
    cases = map(service.case_of, service.examples_of(reading(), row))
    told = [
        {"sentence": c.sentence, "given": c.given, "expected": c.expected, "signed": c.signed}
        for c in cases
    ]
    content, name = json.dumps(told, indent=2).encode(), f"examples-{row.digest[:12]}.json"
    return download(content, "application/json", name)
