"""What can still be told of each variable, and which bits survive whatever is told."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, is_
from typing import Final, NamedTuple

from protocols.exact.alphabet import ANOTHER, SILENT
from protocols.exact.variables import INCOMPLETE, Choice, Variable
from protocols.vocabulary import NOT_APPLICABLE, UNKNOWN

# What a reader would rather not find in an example, the worst last.
# Who asks, for what and at which stage is said in every example, whether or not it matters.
ALWAYS: Final = frozenset({"agency_type", "category", "stage"})
MANY: Final = 6
_ODD: Final = (NOT_APPLICABLE, ANOTHER, SILENT, UNKNOWN, INCOMPLETE)


class Option(NamedTuple):
    """One choice: the bits that may survive it, those that must, and what it opens."""

    choice: Choice
    may: int
    must: int
    then: tuple["Domain", ...]
    # Equal for options that leave the same bits, however what they open is told.
    leaves: Hashable

    def keeping(self, bits: int) -> "Option | None":
        """The same with what it opens narrowed, so that these bits survive; None if none can."""
        if bits & ~self.may:
            return None
        then = [domain.keeping(bits) for domain in self.then]
        left = tuple(domain for domain in then if domain is not None)
        if len(left) < len(then):
            return None
        return self.opening(left)

    def opening(self, left: tuple["Domain", ...]) -> "Option":
        """The same with what it opens narrowed to this."""
        if all(a is b for a, b in zip(left, self.then, strict=True)):
            return self
        may = reduce(and_, (d.may for d in left), self.choice.mask)
        must = reduce(and_, (d.must for d in left), self.choice.mask)
        return self._replace(may=may, must=must, then=left)


@dataclass(frozen=True, eq=False, slots=True)
class Domain:
    """The options that are left of one variable."""

    variable: Variable
    options: Sequence[Option]
    may: int
    must: int
    # Whether one of its options opens further variables.
    opens: bool

    def only(self, options: Sequence[Option]) -> "Domain | None":
        """The same with fewer options; None if there are none."""
        if len(options) == len(self.options):
            return self
        return made(self.variable, options) if options else None

    def keeping(self, bits: int) -> "Domain | None":
        """What is left if these bits are to survive."""
        if not bits & ~self.must:
            return self
        if not self.opens:
            return self.only([o for o in self.options if not bits & ~o.may])
        left = [kept for o in self.options if (kept := o.keeping(bits)) is not None]
        if len(left) == len(self.options) and all(map(is_, left, self.options)):
            return self
        return made(self.variable, left) if left else None

    def killing(self, bits: int) -> "Domain | None":
        """What is left if none of these bits is to survive: options that could still kill each."""
        return self.only([o for o in self.options if not bits & o.must])


def domain_of(variable: Variable, known: dict[int, Domain] | None = None) -> Domain:
    """Everything that can be told of a variable; of what makes no difference, the plainest.

    `known` are those made before: several choices may open the same variable.
    """
    known = {} if known is None else known
    if variable.id not in known:
        known[variable.id] = _domain(variable, known)
    return known[variable.id]


def _domain(variable: Variable, known: dict[int, Domain]) -> Domain:
    choices = sorted(variable.choices, key=lambda choice: _oddness(variable, choice.value))
    options = [_option(choice, known) for choice in choices]
    if variable.dimension in ALWAYS or _says_kind(choices):
        return made(variable, options)
    alike: dict[Hashable, Option] = {}
    for option in options:
        alike.setdefault(option.leaves, option)
    return made(variable, list(alike.values()))


def made(variable: Variable, options: Sequence[Option]) -> Domain:
    """A domain of these options, of which there is one at least."""
    may, must, opens = 0, -1, False
    for option in options:
        may |= option.may
        must &= option.must
        opens = opens or bool(option.then)
    return Domain(variable, options, may, must, opens)


def opened(domain: Domain, option: Option) -> list[Domain]:
    """The domain with this option told, and the domains that it opens."""
    told = option._replace(may=option.choice.mask, must=option.choice.mask, then=())
    return [Domain(domain.variable, (told,), told.may, told.must, opens=False), *option.then]


def plainest(domain: Domain) -> Option:
    """The option that reads best in an example: they stand in that order."""
    return domain.options[0]


def merged(domain: Domain, bits: int) -> Domain:
    """The same with one option, the plainest, for all that treat these bits alike."""
    if domain.opens or len(domain.options) < MANY:
        return domain
    kept: dict[int, Option] = {}
    for option in domain.options:
        kept.setdefault(option.may & bits, option)
    return domain.only(list(kept.values())) or domain


def least(domain: Domain, keep: int, bits: int) -> Option:
    """The option that lets the fewest of these bits survive, the plainest first."""
    options = domain.options
    if keep & ~domain.must:
        options = [option for option in options if not keep & ~option.may] or options
    if len(options) == 1 or not bits & ~domain.must:
        return options[0]
    return min(options, key=lambda option: (option.must & bits).bit_count())


def plainest_choice(variable: Variable) -> Choice:
    """What reads best in an example."""
    return min(variable.choices, key=lambda choice: _oddness(variable, choice.value))


def _oddness(variable: Variable, value: object) -> int:
    if variable.dimension == "date" and value == NOT_APPLICABLE:
        return 0
    return _ODD.index(value) + 1 if isinstance(value, str) and value in _ODD else 0


def _says_kind(choices: Iterable[Choice]) -> bool:
    """Whether these are names of agencies that leave their kinds: every one can be asked about."""
    return any(v.dimension in ALWAYS for choice in choices for v in choice.then)


def _option(choice: Choice, known: dict[int, Domain]) -> Option:
    then = tuple(domain_of(variable, known) for variable in choice.then)
    may = reduce(and_, (d.may for d in then), choice.mask)
    must = reduce(and_, (d.must for d in then), choice.mask)
    leaves = (choice.mask, frozenset(frozenset(o.leaves for o in d.options) for d in then))
    return Option(choice, may, must, then, leaves)
