"""`recommendations`: a council's action plan in, and ours out."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.access import Action, Viewer
from casework.cli.group import Commands
from casework.cli.people import person_named
from casework.directory.models import Agency
from casework.directory.viewers import viewer_of
from casework.errors import Invalid, NotFound, Refused
from casework.reviews.intake.columns import Column
from casework.reviews.models import Review
from casework.reviews.plans.as_csv import plan_csv
from casework.reviews.plans.as_docx import plan_docx
from casework.reviews.plans.as_pdf import plan_pdf
from casework.reviews.plans.as_xlsx import plan_xlsx
from casework.reviews.plans.rows import Plan, plan_of
from casework.reviews.service import importing
from casework.reviews.words import STATES
from casework.startup.house import house

recommendations = Commands("recommendations", help="Action plans in and out.")
MAKERS: Mapping[str, Callable[[Plan], bytes]] = {
    ".xlsx": plan_xlsx, ".csv": plan_csv, ".docx": plan_docx, ".pdf": plan_pdf,
}  # fmt: skip
SAID = ("agreed", "in_progress", "evidence_submitted")
review_option = click.option("--review", "reference", required=True, help="For example R-AB2CD.")
FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


class Rehearsed(Exception):  # no error: it undoes what was only tried
    """Raised to leave nothing of a dry run behind."""


@recommendations.command("import")
@click.argument("file", type=FILE)
@review_option
@click.option("--as", "email", required=True, help="Who brings it in: an e-mail address.")
@click.option(
    "--agency",
    "agencies",
    multiple=True,
    metavar="WORDS=CODE",
    help="Which agency is meant by words of the file; may be given several times.",
)
@click.option("--dry-run", is_flag=True, help="Say what would happen, and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
def import_file(
    file: Path, reference: str, email: str, agencies: tuple[str, ...], *, dry_run: bool,
    as_json: bool,
) -> None:  # fmt: skip
    """Bring the action plan of FILE into a review; exit 1 when rows were kept apart."""
    told: dict[str, Any] = {}
    try:
        with house().store.writing() as session:
            viewer, review = _who_and_where(session, reference, email)
            told = _bring_in(session, viewer, review, file, agencies)
            if dry_run:
                raise Rehearsed
    except Rehearsed:
        told["dry_run"] = True
    click.echo(json.dumps(told, indent=2, ensure_ascii=False) if as_json else _in_words(told))
    if told["apart"]:
        raise SystemExit(1)


@recommendations.command("export")
@review_option
@click.option("--as", "email", help="Whose name stands at the foot; else the review's chair.")
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False))
def export(reference: str, email: str | None, out: Path) -> None:
    """Write the action plan to OUT: .xlsx, .csv, .docx or .pdf."""
    make = MAKERS.get(out.suffix.lower())
    if make is None:
        raise Invalid({"out": f"{out} must end in one of {', '.join(MAKERS)}."})
    with house().store.reading() as session:
        review = _review(session, reference)
        plan = plan_of(session, _reader(session, review, email), review)
    out.write_bytes(make(plan))
    click.echo(f"{len(plan.rows)} rows written to {out}.")


def _bring_in(
    session: Session, viewer: Viewer, review: Review, file: Path, agencies: tuple[str, ...]
) -> dict[str, Any]:
    made = importing.upload(
        session, viewer, review_id=review.id, name=file.name, content=file.read_bytes()
    )
    columns = {int(at): Column(name) for at, name in made.columns.items()}
    importing.map_columns(
        session, viewer, import_id=made.id, columns=columns,
        agencies=_agencies(session, viewer, agencies),
    )  # fmt: skip
    seen = importing.preview(session, viewer, made)
    importing.take_in(session, viewer, import_id=made.id)
    headings = made.cells["headings"]
    return {
        "file": file.name, "review": review.reference, "dry_run": False,
        "columns": {headings[at]: column.value for at, column in columns.items()},
        "notes": list(seen.notes), "taken": made.taken, "already": made.already,
        "apart": made.kept_apart, "rows": [_row(one) for one in seen.found],
        "unknown_agencies": dict(seen.unknown),
    }  # fmt: skip


def _row(one: importing.Found) -> dict[str, Any]:
    planned = one.planned
    return {
        "rows": [source.number for source in planned.rows], "text": planned.text,
        "outcome": "taken" if one.new else "already here",
        "state": SAID[planned.said], "actions": [action.text for action in planned.actions],
        "target": planned.target_on.isoformat() if planned.target_on else None,
        "odd": planned.odd,
        "words": [[source.number, source.words] for source in planned.rows],
    }  # fmt: skip


def _in_words(told: dict[str, Any]) -> str:
    lines = [f"{told['file']} into {told['review']}:", *(f"  {note}." for note in told["notes"])]
    for one in told["rows"]:
        rows = ", ".join(map(str, one["rows"]))
        lines.append(f"Row {rows}: {one['outcome']}: {STATES[one['state']]}: {one['text'][:70]}")
        lines += [f"   odd: {odd}" for odd in one["odd"]]
    lines += [
        f"{one['where']}, row {one['row']}: kept apart: {one['reason']}" for one in told["apart"]
    ]
    would = "Would be taken" if told["dry_run"] else "Taken"
    lines.append(
        f"{would}: {told['taken']}. Already here: {told['already']}. "
        f"Rows kept apart: {len(told['apart'])}."
    )
    return "\n".join(lines)


def _who_and_where(session: Session, reference: str, email: str) -> tuple[Viewer, Review]:
    viewer, review = person_named(session, email), _review(session, reference)
    if not viewer.may(Action.REVIEW_MANAGE, review.conference_id):
        raise Refused("This person does not run that review. Ask whoever chairs it.")
    return viewer, review


def _reader(session: Session, review: Review, email: str | None) -> Viewer:
    if email is not None:
        viewer = person_named(session, email)
    elif review.chair_id is not None:
        viewer = viewer_of(session, review.chair_id)
    else:
        raise Invalid({"as": "This review has no chair yet. Say with --as who takes it out."})
    if not viewer.may(Action.REVIEW_READ, review.conference_id):
        raise NotFound("review")
    return viewer


def _review(session: Session, reference: str) -> Review:
    found = session.scalar(select(Review).where(Review.reference == reference.strip().upper()))
    if found is None:
        raise NotFound("review")
    return found


def _agencies(session: Session, viewer: Viewer, given: tuple[str, ...]) -> dict[str, str]:
    asked = select(Agency).where(Agency.partnership_id == viewer.partnership_id, Agency.active)
    codes = {agency.code: str(agency.id) for agency in session.scalars(asked)}
    chosen = {}
    for one in given:
        words, _, code = one.rpartition("=")
        if code not in codes:
            known = ", ".join(sorted(codes))
            raise Invalid({"agency": f"No agency has the code '{code}'. There are: {known}."})
        chosen[words] = codes[code]
    return chosen
