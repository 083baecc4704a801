"""Begin a draft; read one from a file, with its mistakes at their lines; change the file itself."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.agreements import service as agreements
from casework.agreements.models import AgreementState
from casework.errors import Conflict, Invalid
from casework.sharing import service
from casework.sharing.blueprint import bp
from casework.sharing.forms import ImportForm, StartForm, StepForm
from casework.sharing.marked import marked
from casework.sharing.marks import WHOLE, mark
from casework.sharing.starting import begin, templates
from casework.sharing.views.editing import draft_of
from casework.web.choices import choice
from casework.web.forms import ConferForm
from casework.web.guard import allows, viewer
from casework.web.kit import form_page
from casework.web.transaction import reading, writing
from protocols.errors import ProtocolError

LARGEST = 1_000_000


@bp.route("/start", methods=["GET", "POST"])
@allows(Action.PROTOCOL_DRAFT)
def start() -> ResponseReturnValue:
    """A draft from nothing, from a template, or from another protocol as its upper tier."""
    form = StartForm()
    form.source.choices = _sources()
    if form.validate_on_submit():
        try:
            with writing() as session:
                made = begin(
                    session, viewer(), source=form.source.data, title=form.title.data or "",
                    label=form.label.data or "",
                ).id  # fmt: skip
        except Invalid as error:
            form.add_errors(error.errors)
        except Conflict as error:
            form.add_errors({"label": error.message})
        else:
            return redirect(url_for("sharing.show", agreement_id=made))
    return form_page("sharing/start.html", form)


@bp.route("/import", methods=["GET", "POST"])
@allows(Action.PROTOCOL_DRAFT)
def import_draft() -> ResponseReturnValue:
    """A draft from a document file; what is wrong is shown at its line, to be put right here."""
    form, text = ImportForm(), request.form.get("text", "")
    if form.validate_on_submit():
        try:
            text = text.replace("\r\n", "\n") or _uploaded(form)
            with writing() as session:
                made = _drafted(session, text)
        except ProtocolError as error:
            return _marked(form, text, error, row=None)
        except (Invalid, Conflict) as error:
            form.add_errors({"file": error.message})
        else:
            return redirect(url_for("sharing.show", agreement_id=made))
    return form_page("sharing/import.html", form)


@bp.route("/<uuid:agreement_id>/text", methods=["GET", "POST"])
@allows(Action.PROTOCOL_DRAFT)
def change_text(agreement_id: UUID) -> ResponseReturnValue:
    """The document file of a draft, as text."""
    row, protocol = draft_of(agreement_id)
    form, text = StepForm(data={"seen": mark(protocol, WHOLE)}), row.text
    if form.validate_on_submit():
        text = request.form.get("text", "").replace("\r\n", "\n")
        try:
            with writing() as session:
                service.replace_text(
                    session, viewer(), agreement_id=agreement_id, text=text,
                    seen=form.seen.data or "",
                )  # fmt: skip
        except ProtocolError as error:
            return _marked(form, text, error, row=row)
        except service.Overtaken as error:
            form.add_errors({"": error.message})
            form.seen.data = mark(draft_of(agreement_id)[1], WHOLE)
        except (Conflict, service.Shut) as error:
            form.add_errors({"": error.message})
        else:
            return redirect(url_for("sharing.show", agreement_id=agreement_id))
    page = render_template("sharing/text.html", form=form, row=row, text=text, lines=[])
    return page, 422 if form.errors else 200


def _drafted(session: Any, text: str) -> UUID:
    """The new draft of a text; problems come with their lines."""
    return service.import_lines(session, viewer(), text=text).id


def _marked(form: ConferForm, text: str, error: ProtocolError, row: Any) -> ResponseReturnValue:
    lines = marked(text, error.problems)
    form.add_errors({"": "The document was not read. What is wrong stands at its line below."})
    page = render_template(
        "sharing/text.html", form=form, row=row, text=text, lines=lines,
        wrong=[line for line in lines if line.wrong],
    )  # fmt: skip
    return page, 422


def _sources() -> list[Any]:
    rows = [
        a for a in agreements.versions(reading(), viewer().partnership_id)
        if a.state == AgreementState.IN_FORCE
    ]  # fmt: skip
    return [
        choice("blank", "Nothing: I write it clause by clause",
               hint="It has one clause: only bodies that have signed are parties."),
        *(choice(f"template:{name}", p.title, hint=p.summary or f"{len(p.clauses)} clauses")
          for name, p in templates().items()),
        *(choice(f"version:{a.id}", f"{a.title}, {a.label}, as its upper tier",
                 hint="The new one says the same at first, and can say less.") for a in rows),
    ]  # fmt: skip


def _uploaded(form: ImportForm) -> str:
    if not form.file.data:
        raise Invalid({"file": "Choose a file"})
    raw = form.file.data.read(LARGEST + 1)
    if len(raw) > LARGEST:
        raise Invalid({"file": "The file is larger than 1 MB. A protocol is much smaller."})
    try:
        return str(raw.decode()).replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        message = f"The file is not plain text: byte {error.start} cannot be read."
        raise Invalid({"file": message}) from None
