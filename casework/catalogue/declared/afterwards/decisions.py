"""The words of decisions about a case: triage, requests to see more, who is kept out, and why."""

from __future__ import annotations

from casework.catalogue.field import Kind, Mask, Row, SubjectKind
from casework.catalogue.section import Section, Sheet

_triage = Sheet("triage", SubjectKind.CASE)
_asked = Sheet("requests", SubjectKind.CASE)
_kept_out = Sheet("access_decisions", SubjectKind.STAFF)
_files = Sheet("attachments", SubjectKind.CASE, Row.ANY)

TRIAGE = _triage.page(
    "Triage",
    "administrative",
    (
        _triage("triage.reason", "Reason for the decision", Kind.LONG_TEXT, "administrative", 3),
        _triage("triage.missing", "What is missing", Kind.LONG_TEXT, "administrative", 2,
                "Say exactly what to add. The referrer does not have to type anything again."),
        _triage("triage.signpost", "Where to go instead", Kind.LONG_TEXT, "administrative", 2),
        _triage("triage.urgent_plan", "What happens before the meeting", Kind.LONG_TEXT, "action",
                3),
    ),
    hint="The referrer reads this.",
    why_we_ask="A referrer who knows why can act without waiting.",
    on_form=False,
)  # fmt: skip

REQUESTS = _asked.page(
    "Requests to see more",
    "legal",
    (
        _asked("request.necessity", "Why do you need to see it?", Kind.LONG_TEXT, "legal", 3,
               "What can you not do without it?"),
        _asked("request.purpose_text", "What will you do with it?", Kind.LONG_TEXT, "legal", 3),
        _asked("sharing.recipient", "With whom exactly?", Kind.TEXT, "legal", 3,
               "Name and job, where it is not an agency of the conference."),
        _asked("sharing.purpose", "Why would you share it?", Kind.LONG_TEXT, "legal", 3),
        _asked("sharing.outcome", "What you did, and why", Kind.LONG_TEXT, "legal", 3),
        _asked("request.decision_reason", "Reason for the answer", Kind.LONG_TEXT, "legal", 3),
    ),
    hint="The agency that holds the information, or the chair, reads this.",
    why_we_ask="Whoever decides must be able to weigh your need against the danger.",
    on_form=False,
)  # fmt: skip

ACCESS = _kept_out.page(
    "Decisions about who may see the case",
    "staff",
    (
        _kept_out("exclusion.reason", "Why the case is hidden from them", Kind.LONG_TEXT, "staff",
                  4,
                  presence_sealed=True),
        _kept_out("conflict.nature", "How they are connected", Kind.LONG_TEXT, "staff", 3,
                  "For example, a relative, a former partner or a close colleague.",
                  presence_sealed=True),
        _kept_out("conflict.ruling", "What the chair decided", Kind.LONG_TEXT, "staff", 3,
                  presence_sealed=True),
        _kept_out("fact.reason", "Reason for what was recorded", Kind.LONG_TEXT, "legal", 3,
                  subject=SubjectKind.CASE),
        _kept_out("link.reason", "Why the two cases belong together", Kind.LONG_TEXT,
                  "administrative", 3,
                  subject=SubjectKind.CASE, presence_sealed=True),
    ),
    hint="Very few people read this.",
    why_we_ask="A decision that shuts somebody out must be one that can be checked later.",
    on_form=False,
)  # fmt: skip

FILES = _files.page(
    "Attached files",
    "allegation",
    (
        _files("attachment.name", "Name of the file", Kind.TEXT, "allegation", 3,
               "No names, addresses or phone numbers in it.", mask=Mask.HIDDEN),
        _files("attachment.description", "What it shows", Kind.LONG_TEXT, "allegation", 3),
    ),
    hint="Photos, letters, diaries and the like.",
    why_we_ask="A file is shared as the section it belongs to.",
    on_form=False,
)  # fmt: skip

SECTIONS: tuple[Section, ...] = (TRIAGE, REQUESTS, ACCESS, FILES)
