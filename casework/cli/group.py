"""How our commands fail: one line that says what to do, never a traceback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click
from filelock import Timeout
from flask.cli import AppGroup
from sqlalchemy.exc import OperationalError, ProgrammingError, SQLAlchemyError

from casework.errors import ConferError


@contextmanager
def in_words() -> Iterator[None]:
    """Whatever goes wrong inside becomes words and exit code 1."""
    try:
        yield
    except ConferError as error:
        raise click.ClickException(error.message) from None
    except Timeout:
        raise click.ClickException(
            "Another process has been writing for 20 seconds. Try again in a moment."
        ) from None
    except (OperationalError, ProgrammingError) as error:
        # About the database and its tables; what others say may repeat what was being stored.
        first = str(error.orig).strip().splitlines()[:1]
        raise click.ClickException(f"The database cannot do that: {''.join(first)}.") from None
    except SQLAlchemyError as error:
        raise click.ClickException(f"The database refused: {type(error).__name__}.") from None
    except OSError as error:
        raise click.ClickException(f"{error.strerror}: {error.filename}") from None


class Commands(AppGroup):
    """A group whose commands run inside the application and whose errors are words."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was asked for."""
        with in_words():
            return super().invoke(ctx)


class Single(click.Command):
    """A command of its own whose errors are words."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run it."""
        with in_words():
            return super().invoke(ctx)
