"""What a log line may hold: our own words and numbers, never an address or a text of a case."""

from __future__ import annotations

import logging
import re

# Loggers of libraries that print what they are handed (addresses, parameters): warnings only.
CHATTY = ("sqlalchemy", "werkzeug", "asyncio", "alembic")
_UUID = re.compile(r"[0-9a-fA-F]{8}(-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}")
_MAIL = re.compile(r"[^\s<>@'\"]+@[^\s<>@'\"]+\.[^\s<>@'\"]+")
_QUERY = re.compile(r"\?[^\s\"']+")


class Redacting(logging.Formatter):
    """One line a record: time, level, logger, message; ids, addresses and queries blanked.

    Exceptions are reduced to their kind and place: their text, and the text of what caused them,
    may carry what somebody typed.
    """

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  # the library's name
        return redact(super().formatMessage(record)).replace("\r", " ").replace("\n", " ")

    def formatException(self, ei: object) -> str:  # noqa: N802  # the library's name
        kind, _, trace = ei if isinstance(ei, tuple) else (None, None, None)
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
        return f"{kind.__name__ if kind else 'error'} at {place}"

    def formatStack(self, stack_info: str) -> str:  # noqa: N802, ARG002  # the library's name and form
        return ""


def redact(text: str) -> str:
    """Blank what may name a person or a case."""
    text = _MAIL.sub("<address>", _UUID.sub("<id>", text))
    return _QUERY.sub("?<query>", text)


def init_logs(level: int = logging.INFO) -> None:
    """Send every log of the process through the redacting line, once."""
    root = logging.getLogger()
    if any(isinstance(h.formatter, Redacting) for h in root.handlers):
        return
    handler = logging.StreamHandler()
    handler.setFormatter(Redacting())
    root.addHandler(handler)
    root.setLevel(level)
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
