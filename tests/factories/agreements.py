"""A protocol in force between agencies."""

from __future__ import annotations

from importlib.resources import files

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.agreements import service
from casework.agreements.models import Agreement
from casework.directory.models import Agency, Partnership
from tests.factories.directory import make_viewer

# Its own review is due on a day that comes: from then on it would be overdue in every test.
STARTER = (
    files("protocols")
    .joinpath("library/starter_ccm.toml")
    .read_text()
    .replace("review_by = 2027-01-01", "review_by = 2099-01-01")
)


def adopt(
    session: Session, partnership: Partnership, agencies: tuple[Agency, ...], text: str = STARTER
) -> Agreement:
    """Draft, propose, approve by a second person, and let these agencies sign."""
    author, approver = (make_viewer(session, agencies[0]) for _ in range(2))
    row = service.draft(session, author, text=text)
    service.propose(session, author, agreement_id=row.id, version=row.version)
    service.sign(session, author, agreement_id=row.id, agencies=[a.id for a in agencies])
    service.put_in_force(
        session, approver, agreement_id=row.id, version=row.version, gains_confirmed=0
    )
    return row


def clause(number: str, kind: str, level: str, **applies: str) -> str:
    """One more clause with one rule, to be written behind a document."""
    where = "\n".join(f'{name} = "{word}"' for name, word in applies.items())
    return f"""
[[clause]]
number = "{number}"
words = "Clause {number}: {kind} {level}."
[[clause.rule]]
kind = "{kind}"
level = "{level}"
[clause.rule.applies]
{where}
"""


def gated(requires: str, *, applies: str = "", words: str = "") -> str:
    """The starter under another name; its clause 99 holds back where something is not so."""
    text = STARTER.replace('id = "starter-ccm"', 'id = "stricter"', 1)
    where = f"applies = {{ {applies} }}" if applies else ""
    return f"""{text}
{words}
[[clause]]
number = "99"
words = "Nothing is shown where this is not so."
[[clause.rule]]
kind = "gate"
requires = {{ {requires} }}
{where}
"""


def timed(text: str, what: str, within: str, missed: str) -> str:
    """A document whose first duty of that name has this time, and this that follows."""
    before, found, after = text.partition(f'what = "{what}"')
    duty, rest, behind = after.partition("\n[")
    lines = (found + duty).split("\n")
    kept = [line for line in lines if not line.startswith(("within", "missed"))]
    said = [kept[0], f'within = "{within}"', f'missed = "{missed}"', *kept[1:]]
    return before + "\n".join(said) + rest + behind


def sign_all(session: Session, row: Agreement) -> None:
    """Every agency of the partnership signs a version that is frozen."""
    agencies = select(Agency).where(Agency.partnership_id == row.partnership_id)
    keys = [a.id for a in session.scalars(agencies.order_by(Agency.name))]
    who = make_viewer(session, session.get_one(Agency, keys[0]))
    service.sign(session, who, agreement_id=row.id, agencies=keys)
