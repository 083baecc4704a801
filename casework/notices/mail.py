"""Hand a letter to a mail server, and say how that ended in one of three ways."""

from __future__ import annotations

import smtplib
import ssl
import uuid
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Protocol

from casework.clock import now
from casework.config import Settings
from casework.notices.letters import Letter

PATIENCE_SECONDS = 20
IMPLICIT_TLS = 465


class NotNow(Exception):
    """The server is down, slow or busy: the same letter may go through later."""


class Never(Exception):
    """The server refuses this letter or its address for good."""


class Mailer(Protocol):
    """Whatever carries letters."""

    def send(self, letter: Letter, *, notice_id: uuid.UUID) -> None:
        """Return when the letter is accepted; raise `NotNow` or `Never` otherwise."""


@dataclass(frozen=True)
class Server:
    """Where the mail server is."""

    host: str
    port: int
    sender: str
    tls: bool = True
    user: str = ""
    password: str = ""
    patience: float = PATIENCE_SECONDS

    def __repr__(self) -> str:
        return f"Server({self.host!r}, {self.port})"


class SmtpMailer:
    """Mail through SMTP, encrypted unless the settings say otherwise."""

    def __init__(self, server: Server) -> None:
        self._server = server

    def send(self, letter: Letter, *, notice_id: uuid.UUID) -> None:
        """Send one message to one recipient."""
        message = compose(letter, sender=self._server.sender, notice_id=notice_id)
        try:
            connection = self._connect()
            try:
                connection.send_message(message)
            finally:
                # Not by QUIT: an accepted letter must not be sent again for a failed good-bye.
                connection.close()
        except smtplib.SMTPRecipientsRefused as error:
            raise _refusal(max(code for code, _ in error.recipients.values())) from None
        except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
            raise _refusal(error.smtp_code) from None
        except smtplib.SMTPResponseException as error:
            # Refused before it saw the letter (a wrong password, a full server): ours to mend.
            raise NotNow(f"{type(error).__name__} {error.smtp_code}") from None
        except (smtplib.SMTPException, OSError) as error:
            raise NotNow(type(error).__name__) from None

    def _connect(self) -> smtplib.SMTP:
        server = self._server
        if server.tls and server.port == IMPLICIT_TLS:
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, timeout=server.patience, context=_trusted()
            )
        else:
            connection = smtplib.SMTP(server.host, server.port, timeout=server.patience)
        try:
            self._introduce(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _introduce(self, connection: smtplib.SMTP) -> None:
        if self._server.tls and self._server.port != IMPLICIT_TLS:
            connection.starttls(context=_trusted())
        if self._server.user:
            connection.login(self._server.user, self._server.password)


def _trusted() -> ssl.SSLContext:
    return ssl.create_default_context()


def _refusal(code: int) -> Exception:
    # RFC 5321, 4.2.1: 4yz may be tried again, 5yz not.
    return Never(f"refused {code}") if code >= 500 else NotNow(f"deferred {code}")


def compose(letter: Letter, *, sender: str, notice_id: uuid.UUID) -> EmailMessage:
    """The message; sent twice after a crash it has the same Message-ID, so servers may drop one."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = letter.to
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(now())
    message["Message-ID"] = f"<{notice_id}@{sender.rpartition('@')[2].rstrip('>')}>"
    # No holiday answers, please: RFC 3834.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    return message


def mailer_of(settings: Settings) -> SmtpMailer | None:
    """The mailer the settings describe; None when no mail server is set."""
    if not settings.smtp_host:
        return None
    return SmtpMailer(
        Server(
            settings.smtp_host, settings.smtp_port, settings.mail_from,
            settings.smtp_tls, settings.smtp_user, settings.smtp_password,
        )
    )  # fmt: skip
