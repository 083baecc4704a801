"""Who signed the first version and how; who got the draft and what they said; who leaves."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from casework.agreements.models import Agreement
from casework.clock import today
from casework.demo.calendar import Calendar
from casework.demo.cast import Cast
from casework.sharing import circulating, leaving, rounds
from casework.sharing.officers import name_officer
from casework.sharing.signatures import OnPaper, record_standing, sign_here

# Agencies whose head signed on paper; everybody else's officer signed here.
ON_PAPER = {"police": "Chief Superintendent"}
LEAVER = "harbour"
NOTE = "Please look at clauses 3.6, 3.10 and 3.12. The comparison shows who would gain and lose."
OUTSIDE = (
    circulating.Outsider("Grace Oyelaran-Pike", "Residents’ panel, Lower Basin"),
    circulating.Outsider("Canon Peter Thwaite", "Faith forum"),
)
HEALTH_WORDS = (
    "Information about health, mental health and the use of alcohol or drugs is shared as a "
    "proportionate summary, written or approved by a clinician of the trust that holds it."
)
# Who, clause, what they say, and other words for the clause.
COMMENTS = (
    ("thornley", "3.6", "A summary of clinical records has to be a clinician’s.", HEALTH_WORDS),
    ("hale", "3.6", "We fit alarms where somebody may not wake. Without health we cannot.", ""),
    ("garrick", "3.12", "We welcome this: arrears and notices are how we see trouble coming.", ""),
    ("vasey", "", "Could the next draft come with a one-page summary for social workers?", ""),
)
# Of the scan: one sheet of A4 in a font that every reader has.
PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources "
    b"<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"
)
REPLIES = {
    "garrick": "agrees", "thornley": "agrees_if", "hale": "objects", "fenwick": "no_view",
}  # fmt: skip
OPENED = ("garrick", "thornley", "hale", "vasey", "fenwick", "mallory")


def name_officers(cast: Cast, row: Agreement) -> None:
    """The first person of each agency signs for it; where nobody is, its sponsor on paper."""
    for code, agency in cast.agencies.items():
        person, sponsor = _officer(cast, code), _sponsor(cast, code)
        key = cast.people[person].id if person and code not in ON_PAPER else None
        name_officer(
            cast.session, cast.viewer("locke"), agreement_id=row.id, agency_id=agency.id,
            person_id=key, name="" if key else sponsor, post="",
        )  # fmt: skip


def everybody_signs(cast: Cast, row: Agreement) -> None:
    """Here by the officer, or on paper with a scan."""
    for code, agency in cast.agencies.items():
        person = _officer(cast, code)
        if person and code not in ON_PAPER:
            sign_here(
                cast.session, cast.viewer(person), agreement_id=row.id, digest=row.digest,
                agreed=True,
            )  # fmt: skip
        else:
            name = _sponsor(cast, code)
            record_standing(
                cast.session, cast.viewer("locke"), agreement_id=row.id, agency_id=agency.id,
                status="signed", signed_by=name,
                paper=OnPaper(day=today(), scan=scanned(f"{name}, for {agency.name}")),
            )  # fmt: skip


def send_round(cast: Cast, draft: Agreement) -> UUID:
    """The draft goes to the officers, and to two people on paper."""
    made = circulating.circulate(
        cast.session, cast.viewer("locke"), agreement_id=draft.id,
        reply_by=today() + timedelta(days=14), note=NOTE, outsiders=OUTSIDE,
    )  # fmt: skip
    return made.id


def readers_reply(cast: Cast, draft: Agreement) -> None:
    """Some have opened it, some have said something, one answered on paper."""
    made = rounds.rounds(cast.session, draft)[0]
    on = {"circulation_id": made.id}
    for key in OPENED:
        circulating.open_round(cast.session, cast.viewer(key), **on)
    for key, clause, words, wording in COMMENTS:
        circulating.comment(
            cast.session, cast.viewer(key), clause=clause, words=words, wording=wording, **on
        )
    for key, said in REPLIES.items():
        circulating.reply(cast.session, cast.viewer(key), said=said, **on)
    outside = next(r for r in rounds.readers_of(cast.session, made) if r.name == OUTSIDE[0].name)
    clerk = cast.viewer("corrin")
    circulating.reply(cast.session, clerk, said="agrees", reader_id=outside.id, **on)
    circulating.comment(
        cast.session, clerk, clause="3.5", words="Say in plain words what a place is.", wording="",
        reader_id=outside.id, **on,
    )  # fmt: skip


def first_answers(cast: Cast, draft: Agreement) -> None:
    """One comment is taken up with its words; one is not, and says why."""
    made = rounds.rounds(cast.session, draft)[0]
    answers = {
        COMMENTS[0][2]: ("accepted", "The trust is right: it is what its clinicians do already."),
        COMMENTS[1][2]: ("rejected", "Alarms need the address and the fire risk, which stay."),
    }
    for row in rounds.comments_of(cast.session, made):
        if row.words in answers:
            said, why = answers[row.words]
            circulating.answer(
                cast.session, cast.viewer("locke"), circulation_id=made.id, comment_id=row.id,
                version=row.version, said=said, why=why,
            )  # fmt: skip


def one_gives_notice(cast: Cast, first: Agreement, calendar: Calendar) -> None:
    """A service whose contract ends gives notice; its day is still to come."""
    leaving.give_notice(
        cast.session, cast.viewer("locke"), agreement_id=first.id,
        agency_id=cast.agencies[LEAVER].id, last_day=calendar.today + timedelta(days=45),
        said_by="Service director, by letter",
        reason="The contract ends, and another provider takes over.",
    )  # fmt: skip


def scanned(words: str) -> bytes:
    """A page with one line, as a scanner makes one: a whole PDF of the plainest kind."""
    line = "".join(sign for sign in words if sign.isascii() and sign not in "()\\").encode()
    drawn = b"BT /F1 14 Tf 60 700 Td (Signed: " + line + b") Tj ET"
    parts = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        PAGE,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
    )
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    start = len(out)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"xref\n0 5\n0000000000 65535 f \n" + rows
    out += b"trailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start
    return bytes(out)


def _officer(cast: Cast, code: str) -> str | None:
    return next(
        (p["key"] for p in cast.told["people"]
         if p["agency"] == code and "left_days_ago" not in p and "@" in p["roles"][0]), None,
    )  # fmt: skip


def _sponsor(cast: Cast, code: str) -> str:
    return str(next(a["sponsor"] for a in cast.told["agencies"] if a["code"] == code))
