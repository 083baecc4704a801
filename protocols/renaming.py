"""Somebody whom a document names is called otherwise: whatever names them follows."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from protocols.clauses import Clause, Group, Party, Rule, SharingProtocol
from protocols.conditions import Condition
from protocols.vocabulary import AGENCIES, Dimension


def renamed(
    protocol: SharingProtocol, before: Party | Group, after: Party | Group
) -> SharingProtocol:
    """The document in which what named the one names the other: rules, groups, units and facts.

    Words by which the other is still known stay as they were written. The one itself is replaced
    by the caller, in its list.
    """
    known = {after.id, after.name}
    words = {word: after.id for word in (before.id, before.name) if word not in known}
    if not words:
        return protocol
    listing = (d.name for d in protocol.vocabulary.dimensions.values() if d.of in AGENCIES)
    return _Renaming(words, frozenset({*AGENCIES, *listing})).document(protocol)


@dataclass(frozen=True, slots=True)
class _Renaming:
    """Words with those that stand in their place, and the dimensions whose words they are."""

    words: Mapping[str, str]
    dimensions: frozenset[str]

    def document(self, protocol: SharingProtocol) -> SharingProtocol:
        return replace(
            protocol,
            parties=tuple(self._party(party) for party in protocol.parties),
            groups=tuple(replace(g, parties=self._each(g.parties)) for g in protocol.groups),
            facts=tuple(self._fact(fact) for fact in protocol.facts),
            clauses=tuple(self._clause(clause) for clause in protocol.clauses),
        )

    def _each(self, listed: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.words.get(word, word) for word in listed))

    def _party(self, party: Party) -> Party:
        above = party.part_of
        return replace(party, part_of=None if above is None else self.words.get(above, above))

    def _fact(self, fact: Dimension) -> Dimension:
        if fact.of not in AGENCIES:
            return fact
        return replace(
            fact, parents={self.words.get(w, w): above for w, above in fact.parents.items()}
        )

    def _clause(self, clause: Clause) -> Clause:
        return replace(clause, rules=tuple(self._rule(rule) for rule in clause.rules))

    def _rule(self, rule: Rule) -> Rule:
        return replace(
            rule,
            applies=self._conditions(rule.applies),
            requires=self._conditions(rule.requires),
            ends_when=self._conditions(rule.ends_when),
        )

    def _conditions(self, conditions: tuple[Condition, ...]) -> tuple[Condition, ...]:
        return tuple(
            replace(one, words=tuple(sorted(self._each(tuple(map(str, one.words))))))
            if one.dimension in self.dimensions
            else one
            for one in conditions
        )
