"""Groups of parties: one word for several, wherever a rule names an agency."""

from collections.abc import Iterator

from protocols.clauses import Group, SharingProtocol
from protocols.errors import did_you_mean
from protocols.reading import Document, Table
from protocols.vocabulary import NOT_APPLICABLE, UNKNOWN

KEYS = ("id", "name", "parties")


def read_group(table: Table) -> Group:
    """A group as it is written; who is in it is checked against the whole document."""
    table.only(KEYS)
    parties = table.words("parties")
    if not parties:
        message = "'parties' is missing: a group has to say who is in it"
        table.complain("parties" if "parties" in table.data else None, message)
    return Group(table.filled("id"), table.filled("name"), parties)


def check_groups(document: Document, protocol: SharingProtocol) -> None:
    """A group has a word of its own, and everybody in it is a party or a body."""
    named = (*protocol.parties, *protocol.bodies)
    known, taken = [one.id for one in named], {w for one in named for w in (one.id, one.name)}
    for place, group in enumerate(protocol.groups):
        for key, message in _taken(group, taken):
            document.complain(("group", place, key), message)
        for number, word in enumerate(group.parties):
            if word not in known:
                message = f"'{word}' is no party.{did_you_mean(word, known)}"
                document.complain(("group", place, "parties", number), message)
        taken |= {group.id, group.name}


def _taken(group: Group, taken: set[str]) -> Iterator[tuple[str, str]]:
    for key, word in (("id", group.id), ("name", group.name)):
        if word in taken:
            yield key, f"'{word}' is a party, a body or a group already"
        elif word in (UNKNOWN, NOT_APPLICABLE):
            yield key, f"'{word}' means that nobody knows, or that it does not arise"
