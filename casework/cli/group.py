"""How our commands fail: one line that says what to do, never a traceback."""

from __future__ import annotations

from typing import Any

import click
from filelock import Timeout
from flask.cli import AppGroup
from sqlalchemy.exc import SQLAlchemyError

from casework.errors import ConferError


class Commands(AppGroup):
    """A group whose commands run inside the application and whose errors are words."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except ConferError as error:
            raise click.ClickException(error.message) from None
        except Timeout:
            raise click.ClickException(
                "Another process has been writing for 20 seconds. Try again in a moment."
            ) from None
        except SQLAlchemyError as error:
            # Its text may repeat what was being stored.
            raise click.ClickException(
                f"The database refused ({type(error).__name__}). If it is new, run "
                "'flask --app wsgi db upgrade'; else see that it can be reached."
            ) from None
        except OSError as error:
            raise click.ClickException(f"{error.strerror}: {error.filename}") from None
