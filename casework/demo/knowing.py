"""What is recorded about a case besides its answers: standings, facts, exclusions, summaries."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from casework.access import Viewer
from casework.casefile.service import supplier_of
from casework.casefile.standing import approve_threat, record_threat
from casework.cases import asked
from casework.cases.answers import NewAnswer, write_answer, write_answers
from casework.cases.exclusions import exclude
from casework.cases.facts import YES
from casework.cases.history import note
from casework.cases.models import AskedToSee, SealedAnswer
from casework.cases.taking_part import relate
from casework.catalogue.sections import FIELDS, SECTIONS
from casework.demo.content import variants
from casework.demo.script import LISTED, Script, Stage
from casework.recorded import service as recorded
from casework.recorded.kinds import About
from casework.recorded.reach import WHOLE

LATER = ("research_return", "research_items", "research_risks", "minutes", "actions",
         "legal_tools", "triage", "requests", "access_decisions")  # fmt: skip


def plan(script: Script) -> None:
    """Put what is recorded on the timeline; only live cases have more than their referral."""
    if script.fate not in LISTED:
        return
    line = script.stage.timeline
    line.add(script.accepted_at, lambda: _keep_out(script))
    line.add(script.accepted_at + timedelta(minutes=20), lambda: _record(script))
    # After the agencies have said in their returns how they work with the case.
    line.add(script.known_at + timedelta(minutes=30), lambda: _relate(script))
    if script.is_full:
        line.add(script.accepted_at + timedelta(minutes=40), lambda: _summarise(script))
        for moment in _later(script):
            line.add(moment, lambda: _summarise_later(script))


def _later(script: Script) -> list[datetime]:
    """After the agencies have answered, and on the day after the meeting."""
    clock, (_, ago, _) = script.stage.calendar, script.meeting_key
    found = [clock.past(script.known_at + timedelta(hours=4))]
    return [*found, clock.past(clock.at(ago, 15) + timedelta(days=1))] if script.is_heard else found


def _keep_out(script: Script) -> None:
    session, office, case = script.stage.session, script.coordinator, script.made
    if script.story.get("restricted"):
        case.restricted = True
    for key in script.story.get("excluded", []):
        reason = write_answer(
            session, office, case=case, field="exclusion.reason",
            text=script.story["exclusion_reason"],
        )  # fmt: skip
        exclude(
            session, office, case=case, person_id=script.stage.cast.people[key].id, reason=reason
        )


def _record(script: Script) -> None:
    session, case = script.stage.session, script.made
    for spoken in script.story.get("facts", []):
        record_yes(script, spoken)
    if threat := script.story.get("serious_threat"):
        record_threat(session, script.author, case=case, reason=threat)
        approve_threat(session, script.chair, case=case)


def record_yes(script: Script, spoken: str) -> None:
    """The coordinator records a fact, of the whole case or ('fact@agency') of one agency."""
    session, office, case = script.stage.session, script.coordinator, script.made
    name, _, agency = spoken.partition("@")
    fact = recorded.recordable(session, office, case, name)
    wide = About.AGENCY not in fact.kind.about
    recorded.record(
        session, office, case=case, name=name, value=YES,
        about=WHOLE if wide else f"{About.AGENCY}:{script.agency_id(agency)}",
        reason=variants()["fact_reasons"][name],
        seen=recorded.seen_of(recorded.mine(session, office, case, fact)),
    )  # fmt: skip


def _relate(script: Script) -> None:
    cast = script.stage.cast
    for spoken in script.story.get("relations", []):
        agency, _, rest = spoken.partition(":")
        relationship, _, worker = rest.partition("@")
        relate(
            script.stage.session, script.coordinator, case=script.made,
            agency_id=cast.agencies[agency].id, relationship=relationship,
            person_id=cast.people[worker].id if worker else None,
        )  # fmt: skip


def _summarise(script: Script) -> None:
    """The referring agency writes a summary of each section in which it answered."""
    written = {FIELDS[f].section for f in _fields(script)}
    own = script.story["summary"]
    texts = {s: own.get(s) or _common(s, script.author) for s in SECTIONS if s in written}
    _write(script, script.author, texts)


def _summarise_later(script: Script) -> None:
    """What was written afterwards, by the office; what has a summary keeps it."""
    fields, office = _fields(script), script.coordinator
    written = {FIELDS[f].section for f in fields if not FIELDS[f].is_summary}
    wanted = [s for s in LATER if s in written and f"summary.{s}" not in fields]
    if wanted:
        _write(script, office, {s: _common(s, office) for s in wanted})


def _common(section: str, who: Viewer) -> str:
    return str(variants()["summaries"][section]).format(agency=who.agency_name)


def _write(script: Script, who: Viewer, texts: Mapping[str, str]) -> None:
    new = [NewAnswer(f"summary.{section}", text) for section, text in texts.items()]
    write_answers(script.stage.session, who, case=script.made, answers=new)
    note(script.stage.session, who, script.made, "summary_written")


def _fields(script: Script) -> set[str]:
    return set(
        script.stage.session.scalars(
            select(SealedAnswer.field).where(
                SealedAnswer.case_id == script.made.id, SealedAnswer.current.is_(True)
            )
        )
    )


def plan_asked(stage: Stage, told: Mapping[str, Any]) -> None:
    """A request to see more, and its answer."""
    script = stage.scripts[told["case"]]
    begun = stage.calendar.past(script.known_at + timedelta(hours=3))
    made: list[AskedToSee] = []
    stage.timeline.add(begun, lambda: made.append(_ask(script, told)))
    stage.timeline.add(begun, lambda: _summarise_later(script))
    if told["answer"] != "waiting":
        answered = stage.calendar.past(begun + timedelta(days=1))
        stage.timeline.add(answered, lambda: _answer(script, told, made[0]))


def _ask(script: Script, told: Mapping[str, Any]) -> AskedToSee:
    session, section = script.stage.session, told["section"]
    return asked.ask(
        session, script.stage.cast.viewer(told["by"]), case=script.made, section=section,
        field=None, subject_id=None, supplier_id=supplier_of(session, script.made, section),
        purpose=told["purpose"], necessity=told["necessity"],
    )  # fmt: skip


def _answer(script: Script, told: Mapping[str, Any], made: AskedToSee) -> None:
    grant = told["answer"] == "granted"
    asked.decide(
        script.stage.session, script.stage.cast.viewer(told["decider"]), asked_id=made.id,
        version=made.version, grant=grant, reason=told["reason"],
        until=script.stage.calendar.day(-told["days"]) if grant else None,
    )  # fmt: skip
