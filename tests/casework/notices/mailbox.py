"""A real mail server for tests, on a port of this machine, that can be told to misbehave."""

from __future__ import annotations

import asyncio
from email import message_from_bytes
from email.message import Message
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Mailbox:
    """Keeps what arrives; `answers` are given first, one a letter, before it accepts again."""

    def __init__(self) -> None:
        self.letters: list[Message] = []
        self.recipients: list[list[str]] = []
        self.answers: list[str] = []
        self.refused: dict[str, str] = {}
        self.slow = 0.0

    async def handle_RCPT(  # noqa: N802  # the library's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[Any]
    ) -> str:
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802  # the library's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if self.slow:
            await asyncio.sleep(self.slow)
        if self.answers:
            return self.answers.pop(0)
        assert envelope.content is not None
        content = envelope.content
        self.letters.append(
            message_from_bytes(content.encode() if isinstance(content, str) else content)
        )
        self.recipients.append(list(envelope.rcpt_tos))
        return "250 accepted"


class MailServer:
    """The mailbox behind a port, up or down."""

    def __init__(self, port: int) -> None:
        self.box = Mailbox()
        self.port = port
        self._controller: Controller | None = None

    def start(self) -> None:
        self._controller = Controller(self.box, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def stop(self) -> None:
        if self._controller is not None:
            self._controller.stop()
            self._controller = None
