"""Examples in officers' words: read how they fare, write, sign, end."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.agreements import service as agreements
from casework.agreements.in_force import compiled
from casework.agreements.models import Agreement
from casework.directory.names import agency_names, person_names
from casework.errors import Conflict, Invalid, StaleEdit
from casework.sharing import asking
from casework.sharing.blueprint import bp
from casework.sharing.examples import report, service
from casework.sharing.examples.forms import EndExampleForm, ExampleForm, SignExampleForm
from casework.sharing.examples.models import ProtocolExample
from casework.sharing.examples.running import EXPECTED
from casework.web.forms import ConferForm, VersionedForm
from casework.web.guard import allows, viewer
from casework.web.kit import form_page
from casework.web.transaction import reading, writing
from protocols.clauses import SharingProtocol


@bp.get("/<uuid:agreement_id>/examples")
@allows(Action.PROTOCOL_READ)
def examples(agreement_id: UUID) -> ResponseReturnValue:
    """Every example, and what this version makes of it."""
    who, session = viewer(), reading()
    row = agreements.load_agreement(session, who, agreement_id)
    return render_template(
        "sharing/examples.html", row=row, results=service.results(session, row),
        protocol=compiled(row.text)[0], expected=EXPECTED, who=who,
        reports=report.reports_of(session, row), overruled=service.overruled(session, row),
        agencies=agency_names(session, who.partnership_id),
        people=person_names(session, who.partnership_id),
    )  # fmt: skip


@bp.route("/<uuid:agreement_id>/examples/new", methods=["GET", "POST"])
@allows(Action.PROTOCOL_EXAMPLE)
def write_example(agreement_id: UUID) -> ResponseReturnValue:
    """A sentence, the question behind it, and what is expected."""
    row, form = _example_form(agreement_id, None)
    if form.validate_on_submit() and _kept(form, row, None):
        return redirect(url_for("sharing.examples", agreement_id=row.id))
    return _form_page(form, row, None)


@bp.route("/<uuid:agreement_id>/examples/<uuid:example_id>", methods=["GET", "POST"])
@allows(Action.PROTOCOL_EXAMPLE)
def change_example(agreement_id: UUID, example_id: UUID) -> ResponseReturnValue:
    """Put an example in other words, until it is signed."""
    row, form = _example_form(agreement_id, example_id)
    example = _read(row, example_id)
    if form.validate_on_submit() and _kept(form, row, example):
        return redirect(url_for("sharing.examples", agreement_id=row.id))
    return _form_page(form, row, example)


@bp.route("/<uuid:agreement_id>/examples/<uuid:example_id>/sign", methods=["GET", "POST"])
@allows(Action.PROTOCOL_EXAMPLE)
def sign_example(agreement_id: UUID, example_id: UUID) -> ResponseReturnValue:
    """Read it once more, then sign for one's agency."""
    row = agreements.load_agreement(reading(), viewer(), agreement_id)
    example = service.load_example(reading(), row, example_id)
    form = SignExampleForm(data={"version": example.version})
    if form.validate_on_submit():
        try:
            with writing() as session:
                service.sign_example(
                    session, viewer(), agreement_id=agreement_id, example_id=example_id,
                    version=form.version.number or 0,
                )  # fmt: skip
        except Conflict as error:
            _refused(form, error, example)
        else:
            flash("Signed. You are told if a later version breaks it.", "success")
            return redirect(url_for("sharing.examples", agreement_id=agreement_id))
    result = service.result_of(reading(), row, example)
    asked = asking.question_words(result.case.given, compiled(row.text)[0])
    return form_page("sharing/sign_example.html", form, row=row, example=example, result=result,
                     asked=asked, expected=EXPECTED)  # fmt: skip


@bp.route("/<uuid:agreement_id>/examples/<uuid:example_id>/end", methods=["GET", "POST"])
@allows(Action.PROTOCOL_EXAMPLE)
def end_example(agreement_id: UUID, example_id: UUID) -> ResponseReturnValue:
    """The agency no longer stands by it, and says why."""
    row = agreements.load_agreement(reading(), viewer(), agreement_id)
    example = _read(row, example_id)
    form = EndExampleForm(data={"version": example.version})
    if form.validate_on_submit():
        try:
            with writing() as session:
                service.end_example(
                    session, viewer(), agreement_id=agreement_id, example_id=example_id,
                    version=form.version.number or 0, reason=form.reason.data or "",
                )  # fmt: skip
        except Invalid as error:
            form.add_errors(error.errors)
        except Conflict as error:
            _refused(form, error, example)
        else:
            return redirect(url_for("sharing.examples", agreement_id=agreement_id))
    return form_page("sharing/end_example.html", form, row=row, example=example)


def _example_form(agreement_id: UUID, example_id: UUID | None) -> tuple[Agreement, VersionedForm]:
    row = agreements.load_agreement(reading(), viewer(), agreement_id)
    protocol = compiled(row.text)[0]
    made: type[Any] = asking.form_class(ExampleForm, protocol)
    if example_id is None:
        return row, made(data=_begun(protocol))
    example = _read(row, example_id)
    said = {"sentence": example.sentence, "expected": example.expected, "version": example.version}
    given = json.loads(example.given)
    form = made(data=said | asking.filled(given))
    asking.keep_words(form, given)
    return row, form


def _read(row: Agreement, example_id: UUID) -> ProtocolExample:
    """An example as it stands; whoever has typed something gets it back after its end, too."""
    if request.method == "POST":
        return service.typed_about(reading(), viewer(), row, example_id)
    return service.load_example(reading(), row, example_id)


def _begun(protocol: SharingProtocol) -> dict[str, object]:
    """An ordinary case, or the question that was just asked in the question box."""
    if request.method == "GET" and request.args:
        shown = asking.form_class(ConferForm, protocol)(request.args, meta={"csrf": False})
        return asking.filled(asking.given_of(shown, protocol))
    return asking.ordinary(protocol)


def _refused(form: VersionedForm, error: Conflict, example: ProtocolExample | None) -> None:
    form.add_errors({"": error.message})
    if example is not None and isinstance(error, StaleEdit):
        # The page shows what is saved: whoever has read it may now save over it.
        form.catch_up(example.version)


def _kept(form: VersionedForm, row: Agreement, example: ProtocolExample | None) -> bool:
    said: dict[str, Any] = {
        "agreement_id": row.id, "sentence": form["sentence"].data or "",
        "given": asking.given_of(form, compiled(row.text)[0]),
        "expected": form["expected"].data or "",
    }  # fmt: skip
    try:
        with writing() as session:
            if example is None:
                service.write_example(session, viewer(), **said)
            else:
                service.change_example(
                    session, viewer(), example_id=example.id,
                    version=form.version.number or 0, **said,
                )  # fmt: skip
    except Invalid as error:
        form.add_errors(error.errors)
    except Conflict as error:
        _refused(form, error, example)
    else:
        return True
    return False


def _form_page(
    form: VersionedForm, row: Agreement, example: ProtocolExample | None
) -> ResponseReturnValue:
    protocol = compiled(row.text)[0]
    return form_page(
        "sharing/example.html", form, row=row, example=example, groups=asking.groups_of(protocol),
        main=[f"q_{n}" for n in asking.MAIN], expected=EXPECTED,
        saved=asking.question_words(json.loads(example.given), protocol) if example else (),
        overtaken=bool(example and form.form_errors),
    )  # fmt: skip
