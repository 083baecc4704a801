"""The code from an authenticator app: sealed secret, no code twice, recovery codes as hashes."""

from __future__ import annotations

import base64
import secrets
from hmac import compare_digest
from uuid import UUID

import pyotp
import segno
from sqlalchemy import CursorResult, delete, func, or_, select, update
from sqlalchemy.orm import Session

from casework.accounts.models import RecoveryCode, SecondFactor
from casework.accounts.tokens import token_hash
from casework.clock import now
from casework.crypto.envelope import Context
from casework.crypto.system import SystemSecrets
from casework.db import new_id
from casework.directory.models import Person

STEP_SECONDS = 30
# The half minute before and after: clocks of telephones differ.
DRIFT = (0, -1, 1)
RECOVERY_CODES = 8
RECOVERY_BYTES = 15
ISSUER = "Confer"


def confirmed_factor(session: Session, person_id: UUID) -> SecondFactor | None:
    """The authenticator app whose codes are asked for."""
    return session.scalar(
        select(SecondFactor).where(
            SecondFactor.person_id == person_id, SecondFactor.confirmed_at.is_not(None)
        )
    )


def waiting_factor(session: Session, person_id: UUID) -> SecondFactor | None:
    """The authenticator app that is being set up."""
    return session.scalar(
        select(SecondFactor).where(
            SecondFactor.person_id == person_id, SecondFactor.confirmed_at.is_(None)
        )
    )


def begin_enrolment(session: Session, keeper: SystemSecrets, person: Person) -> SecondFactor:
    """A new secret that waits for its first right code; one that already waits stays."""
    factor = waiting_factor(session, person.id)
    if factor is not None:
        return factor
    factor_id = new_id()
    factor = SecondFactor(
        id=factor_id,
        partnership_id=person.partnership_id,
        person_id=person.id,
        sealed_secret=keeper.seal(_place(factor_id), pyotp.random_base32()),
        created_at=now(),
    )
    session.add(factor)
    session.flush()
    return factor


def remove_factor(session: Session, person_id: UUID) -> None:
    """Forget app and recovery codes: the telephone is lost."""
    session.execute(delete(SecondFactor).where(SecondFactor.person_id == person_id))
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))


def step_of(keeper: SystemSecrets, factor: SecondFactor, code: str) -> int | None:
    """The half minute whose code this is; None for a wrong one. Writes nothing."""
    given = "".join(code.split())
    if len(given) != 6 or not (given.isascii() and given.isdigit()):
        return None
    app = pyotp.TOTP(_secret(keeper, factor))
    present = int(now().timestamp()) // STEP_SECONDS
    steps = [present + drift for drift in DRIFT]
    return next((n for n in steps if compare_digest(app.generate_otp(n), given)), None)


def take_step(session: Session, factor_id: UUID, step: int) -> bool:
    """Use a half minute up; false when it or a later one was used, on whatever worker."""
    taken = session.execute(
        update(SecondFactor)
        .where(
            SecondFactor.id == factor_id,
            or_(SecondFactor.last_step.is_(None), SecondFactor.last_step < step),
        )
        .values(last_step=step)
    )
    return _changed(taken)


def confirm(session: Session, factor: SecondFactor) -> None:
    """The app works: from now on its codes are asked for, and no other's."""
    others = SecondFactor.person_id == factor.person_id, SecondFactor.id != factor.id
    session.execute(delete(SecondFactor).where(*others))
    session.execute(
        update(SecondFactor).where(SecondFactor.id == factor.id).values(confirmed_at=now())
    )


def new_recovery_codes(session: Session, person: Person) -> list[str]:
    """Fresh codes in place of all earlier ones; shown once, kept as hashes."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    codes = [_recovery_code() for _ in range(RECOVERY_CODES)]
    session.add_all(
        RecoveryCode(
            partnership_id=person.partnership_id,
            person_id=person.id,
            code_hash=token_hash(_bare(code)),
        )
        for code in codes
    )
    session.flush()
    return codes


def take_recovery_code(session: Session, person_id: UUID, code: str) -> bool:
    """Whether it is an unused recovery code of the person; it is used up."""
    taken = session.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.person_id == person_id,
            RecoveryCode.code_hash == token_hash(_bare(code)),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=now())
    )
    return _changed(taken)


def codes_left(session: Session, person_id: UUID) -> int:
    """How many recovery codes are still unused."""
    unused = RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None)
    return session.scalar(select(func.count()).select_from(RecoveryCode).where(*unused)) or 0


def setup_key(keeper: SystemSecrets, factor: SecondFactor) -> str:
    """The secret in groups of four, for typing into the app."""
    secret = _secret(keeper, factor)
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


def setup_picture(keeper: SystemSecrets, factor: SecondFactor, email: str) -> str:
    """The picture that the app reads: SVG without styles."""
    address = pyotp.TOTP(_secret(keeper, factor)).provisioning_uri(name=email, issuer_name=ISSUER)
    picture = segno.make(address, error="m", micro=False)
    return str(picture.svg_inline(scale=5, border=4, light="#fff", svgclass=None, lineclass=None))


def _secret(keeper: SystemSecrets, factor: SecondFactor) -> str:
    return keeper.open(_place(factor.id), factor.sealed_secret).reveal()


def _place(factor_id: UUID) -> Context:
    return Context("second_factor", "sealed_secret", factor_id)


def _recovery_code() -> str:
    text = base64.b32encode(secrets.token_bytes(RECOVERY_BYTES)).decode().lower()
    return "-".join(text[at : at + 4] for at in range(0, len(text), 4))


def _bare(code: str) -> str:
    return "".join(sign for sign in code.lower() if sign.isalnum())


def _changed(result: object) -> bool:
    return isinstance(result, CursorResult) and result.rowcount == 1
