"""One desk for the tests of this room."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.casework.sharing.desk import Desk, make_desk


@pytest.fixture
def desk(app: Flask) -> Desk:
    return make_desk(app)
