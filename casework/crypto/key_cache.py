"""The keys a process holds: a bounded number of scopes, and every handle that still lives."""

from collections import OrderedDict
from collections.abc import Iterable
from time import monotonic
from weakref import WeakValueDictionary

from casework.crypto.data_key import DataKey, Scope, ScopeKeys

LISTEN_SECONDS = 5.0


class KeyCache:
    """Least recently used scopes fall out; a handle somebody still holds is remembered weakly."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept: OrderedDict[Scope, ScopeKeys] = OrderedDict()
        self._living: WeakValueDictionary[tuple[Scope, int], DataKey] = WeakValueDictionary()
        self._heard_at = monotonic()
        self._tombstones = 0

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, scope: Scope) -> ScopeKeys | None:
        """The keys of a scope, if they are held."""
        found = self._kept.get(scope)
        if found is not None:
            self._kept.move_to_end(scope)
        return found

    def living(self, scope: Scope, version: int) -> DataKey | None:
        """A handle that somebody holds though its scope fell out: never two for one key."""
        return self._living.get((scope, version))

    def keep(self, keys: ScopeKeys) -> ScopeKeys:
        """Hold the keys of one scope, at the cost of the one not asked for longest."""
        for version in keys.versions():
            self._living[keys.scope, version] = keys.named(version)
        self._kept[keys.scope] = keys
        self._kept.move_to_end(keys.scope)
        while len(self._kept) > self._size:
            self._kept.popitem(last=False)
        return keys

    def forget(self, scope: Scope) -> None:
        """Ask the database again next time; handles live on."""
        self._kept.pop(scope, None)

    def kill(self, scopes: Iterable[Scope]) -> None:
        """Destroy every handle of these scopes, kept or given out."""
        gone = set(scopes)
        for scope in gone:
            self.forget(scope)
        for (scope, _), key in list(self._living.items()):
            if scope in gone:
                key.destroy()

    def scopes(self) -> list[Scope]:
        """Every scope of which a handle lives."""
        return list({scope for scope, _ in list(self._living.keys())})

    def due(self) -> bool:
        """Whether it is time to ask what other processes have shredded."""
        if monotonic() - self._heard_at < LISTEN_SECONDS:
            return False
        self._heard_at = monotonic()
        return True

    def tombstones_changed(self, count: int) -> bool:
        """Whether there are tombstones this process has not heard of."""
        changed, self._tombstones = count != self._tombstones, count
        return changed
