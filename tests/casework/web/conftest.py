"""The bare web room, under a name that pytest-flask does not take hold of."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from markupsafe import Markup

from tests.casework.web.build import make_app

Draw = Callable[..., str]


@pytest.fixture(scope="session")
def web() -> Flask:
    return make_app()


@pytest.fixture
def draw(web: Flask) -> Draw:
    """Render a line of template with the room's macros at hand."""
    top = "".join(f"{{% import '{n}.html' as {n} %}}" for n in ("kit", "lists", "tables", "values"))

    def render(line: str, **names: object) -> str:
        with web.test_request_context("/"):
            return str(Markup(web.jinja_env.from_string(top + line).render(**names)))

    return render
