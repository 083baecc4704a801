"""The lists of a document, each with its form: one way to show, add, change and take out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

from casework.errors import Invalid, NotFound
from casework.sharing import marks
from casework.sharing.misnaming import even, names_but
from casework.sharing.parts.forms import (
    BasisForm,
    BodyForm,
    FactForm,
    GroupForm,
    PartyForm,
    WordForm,
)
from casework.sharing.parts.offering import Agencies, offer
from casework.sharing.slugs import slug
from casework.sharing.which import OneOfMany
from protocols.clauses import Basis, Group, Party, SharingProtocol
from protocols.conditions import plain
from protocols.renaming import renamed
from protocols.spelling import headed
from protocols.vocabulary import CORE, FIXED_WORDS, UNKNOWN, Dimension, DimensionKind

Word = tuple[str, str, str | None]
MOST = 300


@dataclass(frozen=True)
class Shelf:
    """One list: its name, its form, how an item fills the form and comes out of it."""

    part: str
    title: str
    one: str
    form: type[OneOfMany]
    items: Callable[[SharingProtocol], Sequence[Any]]
    put: Callable[[SharingProtocol, list[Any]], SharingProtocol]
    filled: Callable[[Any], dict[str, Any]]
    made: Callable[[Any, Any, Agencies], Any]
    told: Callable[[SharingProtocol, Any], tuple[str, str]]


def shelf(part: str) -> Shelf:
    """The list of that name, or NotFound."""
    if part not in SHELVES:
        raise NotFound("page")
    return SHELVES[part]


def item_marks(found: Shelf, protocol: SharingProtocol) -> list[str]:
    """What each item is, in the order of the list."""
    alone = (found.put(marks.EMPTY, [item]) for item in found.items(protocol))
    return [marks.mark(one, found.part) for one in alone]


def with_item(
    protocol: SharingProtocol, found: Shelf, place: int | None, item: Any, agencies: Agencies
) -> SharingProtocol:
    """Add an item, or put it in place of the one there."""
    before = None if place is None else found.items(protocol)[place]
    if isinstance(item, (Party, Group)) and item.name in names_but(protocol, before):
        # A rule that says a name means one of them; a second would take it over.
        raise Invalid({"name": f"“{item.name}” is there already. Enter another name."})
    if place is not None:
        followed = _followed(protocol, before, item, agencies)
        items = list(found.items(followed))
        return found.put(followed, [*items[:place], item, *items[place + 1 :]])
    if len(found.items(protocol)) >= MOST:
        raise Invalid({"": f"There are {MOST} already."})
    return found.put(protocol, [*found.items(protocol), item])


def _followed(
    protocol: SharingProtocol, before: Any, after: Any, agencies: Agencies
) -> SharingProtocol:
    """Rules name the same ones as before, by what they are called now.

    An agency of ours in the place of another one of ours is no other name: rules on the first do
    not come to mean the second, and have to be changed by somebody.
    """
    if not isinstance(after, (Party, Group)):
        return protocol
    ours = {code for code, _, _ in agencies}
    same = after.id == before.id or before.id not in ours
    return renamed(protocol, before, after) if same else protocol


def without_item(protocol: SharingProtocol, found: Shelf, place: int) -> SharingProtocol:
    """Take one item out; a rule that still names it is an error of the document."""
    return found.put(protocol, [i for n, i in enumerate(found.items(protocol)) if n != place])


def form_for(
    found: Shelf, protocol: SharingProtocol, agencies: Agencies, item: Any, base: type[OneOfMany],
    which: str,
) -> Any:  # fmt: skip
    """The form of one item, with the words it may choose from."""
    part = {"seen": marks.mark(protocol, found.part), "which": which}
    form = base(data=part | (found.filled(item) if item is not None else {}))
    offer(form, protocol, agencies, item)
    return form


def _party(form: Any, before: Party | None, agencies: Agencies) -> Party:
    one = _body(form, before, agencies)
    return replace(
        before or one, id=one.id, name=one.name, agency_type=one.agency_type,
        officer=(form.officer.data or "").strip() or None, part_of=form.part_of.data or None,
        hub=bool(form.hub.data),
    )  # fmt: skip


def _body(form: Any, before: Party | None, agencies: Agencies) -> Party:
    """Its word is that of the agency chosen; of any other body a word that no agency has."""
    chosen = next((a for a in agencies if a[0] == form.agency.data), None)
    name = (form.name.data or "").strip() or (chosen[1] if chosen else "")
    if not name:
        raise Invalid({"agency": "Select the agency, or enter its name in the protocol."})
    ours = {code for code, _, _ in agencies}
    kept = before is not None and before.id not in ours
    key = chosen[0] if chosen else before.id if before and kept else _free(slug(name, "-"), ours)
    _check_name(name, key, agencies)
    kind = form.agency_type.data or (chosen[2] if chosen else None)
    return Party(key, name, kind or None)


def _free(word: str, taken: Collection[str]) -> str:
    """A word made of a name, and none that an agency has: else it would be that agency."""
    if not word:
        raise Invalid({"name": "Use letters that can stand in a file as well."})
    return next(w for n in count(1) if (w := f"{word}-{n}" if n > 1 else word) not in taken)


def _check_name(name: str, key: str, agencies: Agencies) -> None:
    """The name of one agency is not given to another, nor to a body that is none."""
    owners = {code for code, other, _ in agencies if even(other) == even(name)}
    if owners and key not in owners:
        said = f"The directory has “{name}” as another agency. Choose it, or enter another name."
        raise Invalid({"name": said})


def _group(form: Any, before: Group | None, agencies: Agencies) -> Group:
    name = form.name.data.strip()
    ours = {code for code, _, _ in agencies}
    key = before.id if before else _free(slug(name), ours)
    return Group(key, name, _kept_order(form.parties.data, before.parties if before else ()))


def _kept_order(chosen: Iterable[str], before: Iterable[str]) -> tuple[str, ...]:
    wanted = list(chosen)
    return tuple(dict.fromkeys([*(one for one in before if one in wanted), *wanted]))


def _basis(form: Any, before: Basis | None, _: Agencies) -> Basis:
    title = form.title.data.strip()
    key = before.id if before else slug(title, "-")
    if not key:
        raise Invalid({"title": "Use letters that can stand in a file as well."})
    return replace(
        before or Basis(key, title), title=title, disclosers=tuple(form.disclosers.data or ()),
        recipients=tuple(form.recipients.data or ()), purposes=tuple(form.purposes.data or ()),
        barred=tuple(form.barred.data or ()),
    )  # fmt: skip


def _fact(form: Any, before: Dimension | None, _: Agencies) -> Dimension:
    says, kind = form.says.data.strip(), DimensionKind(form.kind.data)
    name = before.name if before else slug(says)
    typed = [slug(w) for w in (form.words.data or "").splitlines() if slug(w)]
    listed = kind in (DimensionKind.WORDS, DimensionKind.MANY)
    if listed and not typed:
        raise Invalid({"words": "Enter the words that the answer may be, one a line."})
    if not name:
        raise Invalid({"says": "Use letters that can stand in a file as well."})
    parents = dict.fromkeys(typed) if listed else FIXED_WORDS.get(kind, {})
    base = before or Dimension(name, kind, says, is_fact=True)
    return replace(
        base, kind=kind, says=says, parents=parents, about=form.about.data,
        recorded_by=tuple(form.recorded_by.data or ()), absent=form.absent.data or UNKNOWN,
        of=(form.of.data or "") if kind is DimensionKind.MANY else "",
        ahead=bool(form.ahead.data) and kind is DimensionKind.DATE,
    )  # fmt: skip


def _word(form: Any, before: Word | None, _: Agencies) -> Word:
    dimension, _, above = form.above.data.partition(":")
    word = slug(form.word.data)
    if not word:
        raise Invalid({"word": "Use letters that can stand in a file as well."})
    # A word keeps its spelling: rules name it.
    kept = before[1] if before and plain(before[1]) == form.word.data else word
    return (dimension, kept, above or None)


def _words(protocol: SharingProtocol) -> list[Word]:
    return [(d, w, a) for d, words in protocol.local_words.items() for w, a in words.items()]


def _put_words(protocol: SharingProtocol, items: list[Word]) -> SharingProtocol:
    found: dict[str, dict[str, str | None]] = {}
    for dimension, word, above in items:
        if word in found.setdefault(dimension, {}):
            raise Invalid({"word": f"'{plain(word)}' is there already."})
        found[dimension][word] = above
    return replace(protocol, local_words=found)


def _fact_values(fact: Dimension) -> dict[str, Any]:
    listed = fact.kind in (DimensionKind.WORDS, DimensionKind.MANY)
    return {
        "says": fact.says, "kind": fact.kind.value, "about": fact.about, "absent": fact.absent,
        "words": "\n".join(map(plain, fact.words)) if listed else "",
        "recorded_by": list(fact.recorded_by), "of": fact.of, "ahead": fact.ahead,
    }  # fmt: skip


def _party_says(party: Party) -> str:
    kind = f"{headed(party.agency_type)}; " if party.agency_type else ""
    return kind + (f"signed for by {party.officer}" if party.officer else "no officer named")


SHELVES: Mapping[str, Shelf] = {
    s.part: s
    for s in (
        Shelf(
            marks.PARTIES, "Parties", "party", PartyForm, lambda p: p.parties,
            lambda p, items: replace(p, parties=tuple(items)),
            lambda i: {"agency": i.id, "name": i.name, "agency_type": i.agency_type or "",
                       "officer": i.officer or "", "part_of": i.part_of or "", "hub": i.hub},
            _party,
            lambda _, i: (i.name, _party_says(i)),
        ),
        Shelf(
            marks.BODIES, "Bodies that do not sign", "body", BodyForm, lambda p: p.bodies,
            lambda p, items: replace(p, bodies=tuple(items)),
            lambda i: {"name": i.name, "agency": i.id, "agency_type": i.agency_type or ""},
            _body, lambda _, i: (i.name, plain(i.agency_type or "")),
        ),
        Shelf(
            marks.GROUPS, "Groups of parties", "group", GroupForm, lambda p: p.groups,
            lambda p, items: replace(p, groups=tuple(items)),
            lambda i: {"name": i.name, "parties": list(i.parties)},
            _group, lambda p, i: (i.name, ", ".join(p.members(i))),
        ),
        Shelf(
            marks.BASES, "Legal bases", "legal basis", BasisForm, lambda p: p.bases,
            lambda p, items: replace(p, bases=tuple(items)),
            lambda i: {n: list(getattr(i, n)) if n != "title" else i.title for n in
                       ("title", "disclosers", "recipients", "purposes", "barred")},
            _basis, lambda _, i: (i.title, "limited reach" if any(
                (i.disclosers, i.recipients, i.purposes, i.barred)) else ""),
        ),
        Shelf(
            marks.FACTS, "Facts of your own", "fact", FactForm, lambda p: p.facts,
            lambda p, items: replace(p, facts=tuple(items)), _fact_values, _fact,
            lambda _, i: (i.says, "recorded by " + ", ".join(map(plain, i.recorded_by))
                       if i.recorded_by else "nobody is named to record it"),
        ),
        Shelf(
            marks.WORDS, "Words of your own", "word", WordForm, _words, _put_words,
            lambda i: {"word": plain(i[1]), "above": f"{i[0]}:{i[2] or ''}"},
            _word,
            lambda _, i: (plain(i[1]), f"a kind of {plain(i[2])}" if i[2]
                       else f"a word for {CORE[i[0]].says}; stands alone"),
        ),
    )
}  # fmt: skip
