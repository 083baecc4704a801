"""Read a protocol: as a document, as a table, on paper, as a file."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from casework.access import Action
from casework.agreements import service as agreements
from casework.agreements.in_force import compiled
from casework.agreements.models import Agreement, AgreementState
from casework.clock import now
from casework.directory.models import Agency
from casework.directory.names import agency_names, person_names
from casework.sharing import ending
from casework.sharing.asking import question_words
from casework.sharing.blueprint import bp
from casework.sharing.examples import service as examples
from casework.sharing.findings import NOTE, Settle
from casework.sharing.marks import named
from casework.sharing.matrix import STAGES, SUBJECTS, Matrix, Occasion, telling_matrix
from casework.sharing.misnaming import misnamed_in
from casework.sharing.phases import holds_now, phases
from casework.sharing.rounds import rounds
from casework.sharing.strangers import everything_beside, to_look_at
from casework.web.downloads import download
from casework.web.guard import allows, viewer
from casework.web.transaction import reading
from protocols.clauses import SharingProtocol
from protocols.sentences import rule_sentence


@bp.app_template_filter()
def rule_words(rule: object, protocol: object) -> str:
    """A rule as a sentence."""
    return rule_sentence(rule, protocol.vocabulary)  # type: ignore[arg-type, attr-defined]  # a Rule of a SharingProtocol


@bp.get("/")
@allows(Action.PROTOCOL_READ)
def index() -> ResponseReturnValue:
    """The protocol in force, its drafts, its past."""
    who, session = viewer(), reading()
    found, moment = agreements.versions(session, who.partnership_id), now()
    here = [a for a in found if holds_now(a, moment)]
    past = [a for a in found if a.ended_at is not None and a.ended_at <= moment]
    return render_template(
        "sharing/index.html",
        in_force=here,
        coming=[a for a in found if a not in here and a not in past],
        past=past,
        phases=phases(session, who.partnership_id, found),
        people=person_names(session, who.partnership_id),
    )


@bp.get("/<uuid:agreement_id>")
@allows(Action.PROTOCOL_READ)
def show(agreement_id: UUID) -> ResponseReturnValue:
    """One version: words, rules in sentences, and what the checker finds beside them."""
    who, session = viewer(), reading()
    row = agreements.load_agreement(session, who, agreement_id)
    protocol = compiled(row.text)[0]
    asked_end = ending.open_ending(session, row)
    drafting = row.state == AgreementState.DRAFT and who.may(Action.PROTOCOL_DRAFT)
    return render_template(
        "sharing/show.html",
        row=row,
        protocol=protocol,
        drafting=drafting,
        findings=_to_settle(row) if drafting else (),
        otherwise=misnamed_in(session, row) if drafting else (),
        odd=_odd(row),
        changes=agreements.changes(session, row),
        parties=agreements.parties(session, row),
        phase=phases(session, who.partnership_id, [row])[row.id],
        rounds=rounds(session, row),
        examples=examples.results(session, row),
        agencies=agency_names(session, who.partnership_id),
        people=person_names(session, who.partnership_id),
        me=who.person_id,
        asked_end=asked_end,
        may_end=asked_end is None and ending.is_endable(row) and who.may(Action.PROTOCOL_DRAFT),
        ended=ending.confirmed_ending(session, row),
        runs_out=row.is_frozen(now()),
    )


def _odd(row: Agreement) -> list[Settle]:
    """What stands in the way of a version that counts, for those who can do something about it."""
    asked = viewer().may(Action.PROTOCOL_APPROVE) and row.is_frozen(now())
    return to_look_at(reading(), row) if asked else []


def _to_settle(row: Agreement) -> list[Settle]:
    return [f for f in everything_beside(reading(), row) if f.severity != NOTE]


@bp.get("/<uuid:agreement_id>/matrix")
@allows(Action.PROTOCOL_READ)
def table(agreement_id: UUID) -> ResponseReturnValue:
    """Kind of information by agency, with the clause of every cell."""
    row = agreements.load_agreement(reading(), viewer(), agreement_id)
    stage, subject = _asked("stage", STAGES, "meeting"), _asked("subject", SUBJECTS, "victim")
    return render_template(
        "sharing/matrix.html", row=row, matrix=_matrix(row, stage, subject), stages=STAGES,
        subjects=SUBJECTS, protocol=compiled(row.text)[0],
    )  # fmt: skip


@bp.get("/<uuid:agreement_id>/print")
@allows(Action.PROTOCOL_READ)
def paper(agreement_id: UUID) -> ResponseReturnValue:
    """Document and table on one page, for signing and for the wall."""
    row = agreements.load_agreement(reading(), viewer(), agreement_id)
    return render_template(
        "sharing/paper.html",
        row=row,
        protocol=compiled(row.text)[0],
        matrices=[
            _matrix(row, stage, "victim") for stage in ("agenda", "meeting", "after_meeting")
        ],
        parties=agreements.parties(reading(), row),
        agencies=agency_names(reading(), viewer().partnership_id),
    )


@bp.get("/<uuid:agreement_id>/document")
@allows(Action.PROTOCOL_READ)
def text(agreement_id: UUID) -> ResponseReturnValue:
    """The document file itself."""
    row = agreements.load_agreement(reading(), viewer(), agreement_id)
    return download(row.text.encode(), "application/toml", f"protocol-{row.digest[:12]}.toml")


def _matrix(row: Agreement, stage: str, subject: str) -> Matrix:
    protocol, decisions, _ = compiled(row.text)
    occasion = Occasion(stage, subject, now())
    return telling_matrix(protocol, decisions, _types(row, protocol), occasion)


def _types(row: Agreement, protocol: SharingProtocol) -> list[str]:
    """The kinds of agency that are parties; of a text that names nobody, those there are."""
    named = {party.agency_type for party in protocol.parties if party.agency_type}
    if named:
        return sorted(named)
    found = reading().scalars(
        select(Agency.agency_type).where(Agency.partnership_id == row.partnership_id).distinct()
    )
    return sorted(found)


def _asked(name: str, known: tuple[str, ...], default: str) -> str:
    value = request.args.get(name, default)
    return value if value in known else default


@bp.app_template_filter()
def part_name(part: str) -> str:
    """A part of the document as it is called."""
    return named(part)


@bp.app_template_filter()
def question_pairs(given: dict[str, object], protocol: object) -> list[tuple[str, str]]:
    """A question as pairs of what and which."""
    return question_words(given, protocol)  # type: ignore[arg-type]  # a SharingProtocol


@bp.app_template_global()
def may_write_examples() -> bool:
    """Whether the signed-in person says what their agency expects."""
    return viewer().may(Action.PROTOCOL_EXAMPLE)


@bp.app_template_global()
def may_draft() -> bool:
    """Whether the signed-in person writes protocols."""
    return viewer().may(Action.PROTOCOL_DRAFT)


@bp.app_template_global()
def may_approve() -> bool:
    """Whether the signed-in person may approve what others wrote."""
    return viewer().may(Action.PROTOCOL_APPROVE)
