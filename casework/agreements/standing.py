"""How agencies stand to one version at one moment, and for which pairs of them it is in force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from casework.clock import end_of, first_moment
from protocols.life import ALL, SUSPEND, Life

SIGNED = "signed"
INVITED = "invited"
NOTICE_GIVEN = "notice_given"
WITHDRAWN = "withdrawn"
# While a notice runs, the signature stands.
STANDING = frozenset({SIGNED, NOTICE_GIVEN})


class Why(StrEnum):
    """Why a version is not in force, for everybody or for one pair."""

    NOT_STARTED = "not_started"
    ENDED = "ended"
    QUORUM = "quorum"
    REVIEW = "review"
    DISCLOSER = "discloser"
    RECIPIENT = "recipient"
    SUSPENDED = "suspended"


@dataclass(frozen=True, slots=True)
class Span:
    """From a moment up to, and not including, another; without an end where none is known."""

    starts: datetime
    ends: datetime | None = None

    def covers(self, moment: datetime) -> bool:
        """Whether the moment lies within."""
        return self.starts <= moment and (self.ends is None or moment < self.ends)


@dataclass(frozen=True, slots=True)
class Member:
    """One party of a version: when its signature stood, what ended it, when it leaves."""

    signed: tuple[Span, ...] = ()
    # What it is called once a signature has ended.
    ended_as: str = WITHDRAWN
    # Every notice that was not taken back: another one after having left brings nobody back.
    notices: tuple[Span, ...] = ()

    def status(self, moment: datetime) -> str:
        """A word of the protocol's `party_status`."""
        standing = self._standing(moment)
        if self._has_left(standing, moment):
            return WITHDRAWN
        if standing is not None:
            return NOTICE_GIVEN if self._has_given_notice(moment) else SIGNED
        ended = any(_over(span, moment) for span in self.signed)
        return self.ended_as if ended else INVITED

    def since(self, moment: datetime) -> datetime | None:
        """Since when the signature that stands has stood."""
        span = self._standing(moment)
        return span.starts if span and self.status(moment) in STANDING else None

    def has_ever_signed(self, moment: datetime) -> bool:
        """Whether there was a signature, standing or ended, by that moment."""
        return any(span.starts <= moment for span in self.signed)

    def _standing(self, moment: datetime) -> Span | None:
        found = [span for span in self.signed if span.covers(moment)]
        return max(found, key=lambda span: span.starts, default=None)

    def _has_left(self, standing: Span | None, moment: datetime) -> bool:
        left = max((n.ends for n in self.notices if _over(n, moment) and n.ends), default=None)
        # Whoever signs after having left has come back.
        return left is not None and (standing is None or standing.starts < left)

    def _has_given_notice(self, moment: datetime) -> bool:
        return any(notice.covers(moment) for notice in self.notices)


@dataclass(frozen=True, slots=True)
class Pair:
    """Whether one agency may share with another under a version: since when, or why not."""

    since: datetime | None
    why: tuple[Why, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether it is in force for this pair."""
        return not self.why


@dataclass(frozen=True, slots=True)
class Standing:
    """One version's dates and everybody's standing, as known; asked for any moment."""

    in_force_from: datetime | None
    starts: date
    ended_at: datetime | None = None
    ends: date | None = None
    review_by: date | None = None
    life: Life = field(default_factory=Life)
    # Whether the document makes a difference between 'signed' and 'notice given'.
    speaks_of_notice: bool = False
    members: Mapping[UUID, Member] = field(default_factory=dict)
    # Who shares nothing with whom, and when.
    suspended: Mapping[tuple[UUID, UUID], tuple[Span, ...]] = field(default_factory=dict)

    def statuses(self, moment: datetime) -> dict[UUID, str]:
        """Every party's word as the rules of this document understand it."""
        found = {key: member.status(moment) for key, member in self.members.items()}
        if self.speaks_of_notice:
            return found
        return {key: SIGNED if word == NOTICE_GIVEN else word for key, word in found.items()}

    def start(self) -> datetime | None:
        """The later of being put in force and the document's first day in London."""
        if self.in_force_from is None:
            return None
        return max(self.in_force_from, first_moment(self.starts))

    def whole(self, moment: datetime) -> tuple[Why, ...]:
        """Why it holds for nobody; empty where it may hold for a pair."""
        start = self.start()
        checks = (
            (Why.NOT_STARTED, start is None or moment < start),
            (Why.ENDED, self._has_ended(moment)),
            (Why.QUORUM, not self.has_quorum(moment)),
            (Why.REVIEW, self.life.review_overdue == SUSPEND and self.review_is_overdue(moment)),
        )
        return tuple(why for why, holds in checks if holds)

    def pair(self, discloser: UUID | None, recipient: UUID, moment: datetime) -> Pair:
        """In force from the latest of start, both signatures and quorum; else every reason."""
        sides = {Why.DISCLOSER: discloser, Why.RECIPIENT: recipient}
        why = [*self.whole(moment)]
        why += [w for w, key in sides.items() if key is not None and not self._stands(key, moment)]
        if discloser is not None and self.is_suspended(discloser, recipient, moment):
            why.append(Why.SUSPENDED)
        return Pair(None, tuple(why)) if why else Pair(self._since(sides.values(), moment))

    def concerns(self, discloser: UUID | None, recipient: UUID) -> bool:
        """Whether both were ever meant to sign it: a version says nothing about others."""
        return recipient in self.members and (discloser is None or discloser in self.members)

    def is_suspended(self, discloser: UUID, recipient: UUID, moment: datetime) -> bool:
        """Whether the one shares nothing with the other now."""
        spans = self.suspended.get((discloser, recipient), ())
        return any(span.covers(moment) for span in spans)

    def signatures(self, moment: datetime) -> int:
        """How many signatures stand."""
        return sum(self._stands(key, moment) for key in self.members)

    def has_quorum(self, moment: datetime) -> bool:
        """`all`: everybody has once signed, so that leaving completes nothing. A number: so many
        signatures stand now, so that leaving can only end it.
        """
        if self.life.quorum == ALL:
            members = self.members.values()
            return bool(members) and all(m.has_ever_signed(moment) for m in members)
        return self.signatures(moment) >= int(self.life.quorum)

    def review_is_overdue(self, moment: datetime) -> bool:
        """From the midnight in London that ends the day of review."""
        return self.review_by is not None and moment >= end_of(self.review_by)

    def end(self) -> datetime | None:
        """The earlier of being ended and the midnight that ends the document's last day."""
        known = (self.ended_at, end_of(self.ends) if self.ends else None)
        return min((at for at in known if at is not None), default=None)

    def _has_ended(self, moment: datetime) -> bool:
        end = self.end()
        return end is not None and end <= moment

    def _stands(self, key: UUID, moment: datetime) -> bool:
        member = self.members.get(key)
        return member is not None and member.status(moment) in STANDING

    def _since(self, sides: Iterable[UUID | None], moment: datetime) -> datetime | None:
        signed = [self.members[key].since(moment) for key in sides if key is not None]
        known = [at for at in (self.start(), self._quorum_at(moment), *signed) if at is not None]
        return max(known, default=None)

    def _quorum_at(self, moment: datetime) -> datetime | None:
        if self.life.quorum == ALL:
            first = [min(s.starts for s in m.signed) for m in self.members.values() if m.signed]
            return max(first, default=None)
        stood = sorted(at for m in self.members.values() if (at := m.since(moment)) is not None)
        needed = int(self.life.quorum)
        return stood[needed - 1] if needed else None


def _over(span: Span, moment: datetime) -> bool:
    return span.ends is not None and span.ends <= moment
