"""The system's own secrets, and the check that refuses to start with the wrong root key."""

from uuid import UUID

from sqlalchemy import insert, select

from casework.crypto.data_key import KEY, SYSTEM, SYSTEM_AUDIT, SYSTEM_INDEX, Scope, ScopeKind
from casework.crypto.envelope import Context
from casework.crypto.failures import KeyMissing, Tampered, WrongRootKey
from casework.crypto.key_tables import sealed_constant, wrapped_key
from casework.crypto.keystore import KeyStore
from casework.crypto.seal import seal
from casework.crypto.secret_text import SecretText
from casework.crypto.unseal import unseal
from casework.crypto.wrapping import unwrap, wrap

CONSTANT = "these keys belong to this database"
_PLACE = Context("sealed_constant", "sealed", UUID(int=0))
_ROOT_CHECK = Scope(ScopeKind.SYSTEM, UUID(int=1))
_ROOT_CONSTANT = b"confer: root key check".ljust(KEY, b"\0")


class SystemSecrets:
    """Seals and opens what belongs to no case: second-factor secrets, the checkpoint key."""

    def __init__(self, store: KeyStore, scope: Scope = SYSTEM) -> None:
        self._store = store
        self._scope = scope

    def seal(self, context: Context, text: str | SecretText) -> bytes:
        """Seal a system secret in its place."""
        return seal(self._store.get(self._scope), context, text)

    def open(self, context: Context, envelope: bytes) -> SecretText:
        """Open a system secret."""
        return unseal(self._store.keys(self._scope), context, envelope)


def found_keys(store: KeyStore) -> None:
    """Set a key database up, once: tables, system keys, constants. Repeating it changes nothing."""
    store.database.create_tables()
    for scope in (SYSTEM, SYSTEM_INDEX, SYSTEM_AUDIT):
        store.ensure(scope)
    if _constant(store, "system") is None:
        _keep(store, "system", SystemSecrets(store).seal(_PLACE, CONSTANT))
    check_keys(store)


def check_keys(store: KeyStore) -> None:
    """Refuse to start without every root key that is needed, or with one whose bytes are wrong."""
    _check_none_missing(store)
    for root_id in store.ring.known():
        _check_root(store, root_id)
    sealed = _constant(store, "system")
    if sealed is None:
        raise KeyMissing(
            "this key database was never set up, or it is not the one that belongs here"
        )
    if SystemSecrets(store).open(_PLACE, sealed).reveal() != CONSTANT:
        raise Tampered("the sealed constant of the key database was changed")


def _check_none_missing(store: KeyStore) -> None:
    with store.database.reading() as connection:
        used = set(connection.scalars(select(wrapped_key.c.root_id).distinct()))
    missing = sorted(used - set(store.ring.known()))
    if missing:
        raise KeyMissing(f"root key {missing[0]} is not in the keyring, and data keys need it")


def _check_root(store: KeyStore, root_id: int) -> None:
    name = f"root:{root_id}"
    wrapped = _constant(store, name)
    if wrapped is None:
        root = store.ring.named(root_id)
        _keep(store, name, wrap(root, _ROOT_CHECK, 1, _ROOT_CONSTANT))
        return
    try:
        key = unwrap(store.ring, _ROOT_CHECK, 1, wrapped)
    except Tampered:
        raise WrongRootKey(f"root key {root_id} has the right number and the wrong bytes") from None
    key.destroy()


def _constant(store: KeyStore, name: str) -> bytes | None:
    with store.database.reading() as connection:
        question = select(sealed_constant.c.sealed).where(sealed_constant.c.name == name)
        return connection.scalar(question)


def _keep(store: KeyStore, name: str, sealed: bytes) -> None:
    with store.database.writing() as connection:
        connection.execute(insert(sealed_constant).values(name=name, sealed=sealed))
