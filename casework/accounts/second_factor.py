"""The code from an authenticator app: sealed secret, no code twice, recovery codes as hashes."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from uuid import UUID

import pyotp
import segno
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from casework.accounts.models import Credential, RecoveryCode
from casework.accounts.tokens import token_hash
from casework.clock import now
from casework.crypto.envelope import Context
from casework.crypto.system import SystemSecrets
from casework.errors import Conflict

STEP_SECONDS = 30
RECOVERY_CODES = 8
ISSUER = "Confer"


def begin_enrolment(session: Session, secrets_: SystemSecrets, person_id: UUID) -> str:
    """A new secret, waiting for its first right code; returns it to be shown once."""
    credential = session.get_one(Credential, person_id)
    if credential.totp_confirmed:
        raise Conflict("You already use an authenticator app.")
    secret = pyotp.random_base32()
    credential.totp = secrets_.seal(_place(person_id), secret)
    session.flush()
    return secret


def waiting_secret(secrets_: SystemSecrets, credential: Credential) -> str | None:
    """The secret that is being enrolled, so that a reloaded page shows the same one."""
    if credential.totp is None or credential.totp_confirmed:
        return None
    return secrets_.open(_place(credential.person_id), credential.totp).reveal()


def confirm_enrolment(
    session: Session, secrets_: SystemSecrets, person_id: UUID, code: str
) -> list[str]:
    """Accept the first code and hand out the recovery codes; an empty list if it was wrong."""
    if not accept_code(session, secrets_, person_id, code):
        return []
    session.get_one(Credential, person_id).totp_confirmed = True
    codes = ["-".join((secrets.token_hex(3), secrets.token_hex(3))) for _ in range(RECOVERY_CODES)]
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    session.add_all(RecoveryCode(person_id=person_id, code_hash=token_hash(c)) for c in codes)
    session.flush()
    return codes


def accept_code(session: Session, secrets_: SystemSecrets, person_id: UUID, code: str) -> bool:
    """Whether the code is right and new: its time-step is taken, once, also across processes."""
    credential = session.get_one(Credential, person_id)
    if credential.totp is None:
        return False
    secret = secrets_.open(_place(person_id), credential.totp).reveal()
    step = _step_of(pyotp.TOTP(secret), "".join(code.split()))
    if step is None:
        return False
    taken = session.execute(
        update(Credential)
        .where(Credential.person_id == person_id, Credential.totp_step < step)
        .values(totp_step=step)
    )
    return bool(taken.rowcount)  # type: ignore[attr-defined]  # an UPDATE has a row count


def accept_recovery(session: Session, person_id: UUID, code: str) -> bool:
    """Whether it is an unused recovery code; it is used up."""
    taken = session.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.person_id == person_id,
            RecoveryCode.code_hash == token_hash(code.strip().lower()),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=now())
    )
    return bool(taken.rowcount)  # type: ignore[attr-defined]  # an UPDATE has a row count


def codes_left(session: Session, person_id: UUID) -> int:
    """How many recovery codes are still unused."""
    rows = session.scalars(
        select(RecoveryCode.id).where(
            RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None)
        )
    )
    return len(rows.all())


def qr_svg(secret: str, email: str) -> str:
    """The picture that an authenticator app reads, as SVG without styles."""
    address = pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)
    return str(segno.make(address, error="m").svg_inline(scale=4, border=2, svgclass="confer-qr"))


def grouped(secret: str) -> str:
    """The secret in groups of four, to be typed by hand."""
    return " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))


def _step_of(totp: pyotp.TOTP, code: str) -> int | None:
    current = int(now().timestamp()) // STEP_SECONDS
    steps: Sequence[int] = (current, current - 1, current + 1)
    return next(
        (s for s in steps if secrets.compare_digest(totp.generate_otp(s).encode(), code.encode())),
        None,
    )


def _place(person_id: UUID) -> Context:
    return Context("credential", "totp", person_id)
