"""One page of a referral: read what is there, write, save, go on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.access import Action
from casework.cases.models import Case
from casework.catalogue.field import Row
from casework.catalogue.instruments import Instrument, Score, instruments_for, score
from casework.catalogue.section import Section
from casework.directory.models import Person
from casework.disclosure.current import gate
from casework.errors import Invalid, NotFound, StaleEdit
from casework.referrals import intake, risk
from casework.referrals.blueprint import bp
from casework.referrals.completeness import Shape, gaps_on
from casework.referrals.forms.page import PageForm, by_html_name, form_for, html_name
from casework.referrals.models import Referral
from casework.referrals.pages import (
    page_of,
    require_row,
    rows,
    shape_of,
    steps_of,
    version_of,
)
from casework.referrals.reading import known_answers, readers
from casework.referrals.repeats import hints
from casework.referrals.views.doors import draft, opened, saving
from casework.referrals.views.entries import entries
from casework.referrals.words import not_needed
from casework.web.guard import allows, viewer
from casework.web.transaction import reading

SAVED = "Saved. You can come back at any time."


@dataclass(frozen=True)
class Open:
    """One page as it lies open: whose, which row, what was there before."""

    referral: Referral
    case: Case
    shape: Shape
    section: Section
    subject_id: UUID | None
    title: str
    known: Mapping[str, str]
    items: Mapping[str, str]
    version: int

    @property
    def tool(self) -> Instrument | None:
        """The risk instrument asked on this page."""
        names = {f.name for f in self.section.fields}
        return risk.tool_for_page(self.shape.conference_kind, names)

    @property
    def score(self) -> Score | None:
        """What is known so far comes to, on the pages of the risk and nowhere else."""
        beside = self.tool or (self.section.name == "risk_view" and self._first_tool())
        return score(beside, self.items) if beside and self.items else None

    def _first_tool(self) -> Instrument | None:
        tools = instruments_for(self.shape.conference_kind)
        return tools[0] if tools and self.shape.case_kind != "place" else None


@bp.route("/<uuid:referral_id>/pages/<name>", methods=["GET", "POST"])
@allows(Action.REFERRAL_WRITE)
def page(referral_id: UUID, name: str) -> ResponseReturnValue:
    """A page about the case or its one person; a page that repeats lists its entries."""
    referral, case = draft(referral_id)
    section = page_of(shape_of(reading(), referral, case), name)
    if section.repeats:
        return entries(referral, case, section, after=_after(referral, case, section))
    return _write(referral, case, section, _only_row(case, section))


@bp.route("/<uuid:referral_id>/pages/<name>/<uuid:subject_id>", methods=["GET", "POST"])
@allows(Action.REFERRAL_WRITE)
def entry(referral_id: UUID, name: str, subject_id: UUID) -> ResponseReturnValue:
    """A page about one of several people or entries."""
    referral, case = draft(referral_id)
    section = page_of(shape_of(reading(), referral, case), name)
    require_row(reading(), case, section, subject_id)
    return _write(referral, case, section, subject_id)


def _write(
    referral: Referral, case: Case, section: Section, subject_id: UUID | None
) -> ResponseReturnValue:
    here = _open(referral, case, section, subject_id)
    needed = {f.name for f in gaps_on(here.shape, section, {})}
    form = form_for(section, here.known or _own_details(section), version=here.version,
                    needed=needed)  # fmt: skip
    saved_since: list[tuple[str, str]] = []
    if form.is_submitted() and (answers := form.read()) is not None:
        try:
            _save(here, form, answers)
        except StaleEdit as error:
            saved_since = _differences(here, answers)
            form.catch_up(here.version)
            form.add_errors({"": error.message})
        except Invalid as error:
            form.add_errors(by_html_name(error.errors))
        else:
            return _onward(here)
    return _render(here, form, saved_since)


def _save(here: Open, form: PageForm, answers: Mapping[str, str]) -> None:
    with saving() as session:
        referral, case = draft(here.referral.id, session)
        intake.save_section(
            session, viewer(), referral=referral, case=case, section=here.section.name,
            answers=answers, subject_id=here.subject_id, known=here.known,
            version=form.version.number or 0,
        )  # fmt: skip
        if here.tool is not None:
            risk.record_risk(
                session, viewer(), referral=referral, case=case, name=here.tool.name,
                answers={**here.items, **answers},
            )  # fmt: skip


def _onward(here: Open) -> ResponseReturnValue:
    referral_id = here.referral.id
    if request.form.get("later"):
        flash(SAVED, "success")
        return redirect(url_for("referrals.tasks", referral_id=referral_id))
    if request.args.get("after") == "check":
        return redirect(url_for("referrals.check", referral_id=referral_id))
    if here.section.repeats:
        return redirect(url_for("referrals.page", referral_id=referral_id, name=here.section.name))
    return redirect(_after(here.referral, here.case, here.section))


def _after(referral: Referral, case: Case, section: Section) -> str:
    """The next page of the form; after the last one, the answers to check."""
    pages = [s.name for s in shape_of(reading(), referral, case).pages()]
    place = pages.index(section.name) + 1
    if request.args.get("after") == "check" or place == len(pages):
        return url_for("referrals.check", referral_id=referral.id)
    return url_for("referrals.page", referral_id=referral.id, name=pages[place])


def _render(here: Open, form: PageForm, saved_since: list[tuple[str, str]]) -> ResponseReturnValue:
    template = "risk" if here.tool else "page"
    shown = render_template(
        f"referrals/{template}.html", form=form, here=here, referral=here.referral,
        section=here.section, saved_since=saved_since, not_needed=not_needed(here.section.name),
        readers=readers(reading(), gate(), here.case, here.section), html_name=html_name,
        hints=hints(reading(), viewer(), gate(), here.case) if _names_people(here) else (),
        back=_back(here),
    )  # fmt: skip
    return shown, 422 if form.errors else 200


def _back(here: Open) -> str:
    if request.args.get("after") == "check":
        return url_for("referrals.check", referral_id=here.referral.id)
    if here.section.repeats:
        return url_for("referrals.page", referral_id=here.referral.id, name=here.section.name)
    return url_for("referrals.tasks", referral_id=here.referral.id)


def _open(referral: Referral, case: Case, section: Section, subject_id: UUID | None) -> Open:
    who, session = viewer(), reading()
    shape = shape_of(session, referral, case)
    asked = {f.name for f in section.fields}
    # The other page of the same tool counts towards the score, and the view stands beside it.
    scored = {i.field for t in instruments_for(shape.conference_kind) for i in t.items}
    beside = scored if asked & scored or section.name == "risk_view" else set()
    revealed = opened(case, who, fields=asked | beside)
    by_row = known_answers(revealed, who.agency_id)
    known, items = by_row.get(subject_id, {}), by_row.get(None, {})
    return Open(
        referral, case, shape, section, subject_id,
        _title(case, section, subject_id),
        {n: t for n, t in known.items() if n in asked},
        {n: t for n, t in items.items() if n in scored},
        version_of(steps_of(session, case), section.name, subject_id),
    )  # fmt: skip


def _title(case: Case, section: Section, subject_id: UUID | None) -> str:
    # No names in titles: a tab or a screen share shows them to everybody.
    if not section.repeats or subject_id is None:
        return section.title
    number = rows(reading(), case)[section.row].index(subject_id) + 1
    return f"{section.title}: {section.each} {number}"


def _only_row(case: Case, section: Section) -> UUID | None:
    if section.row is Row.CASE:
        return None
    found = rows(reading(), case).get(section.row)
    if not found:
        raise NotFound("page of this referral")
    return found[0]


def _own_details(section: Section) -> dict[str, str]:
    if section.name != "about_you":
        return {}
    person = reading().get_one(Person, viewer().person_id)
    return {
        "referrer.name": person.name, "referrer.job_title": person.job_title,
        "referrer.phone": person.phone, "referrer.email": person.email,
        "referrer.team": viewer().agency_name,
    }  # fmt: skip


def _names_people(here: Open) -> bool:
    return here.section.name in ("victim_identity", "alleged_perpetrator")


def _differences(here: Open, answers: Mapping[str, str]) -> list[tuple[str, str]]:
    """What is saved now where it differs from what was typed."""
    return [
        (f.label, here.known.get(f.name, "") or "Nothing")
        for f in here.section.fields
        if here.known.get(f.name, "") != answers.get(f.name, "")
    ]
