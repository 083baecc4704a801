"""The case database of the application under test."""

from __future__ import annotations

import pytest
from flask import Flask

from casework.db import Database


@pytest.fixture
def store(app: Flask) -> Database:
    found: Database = app.extensions["confer_database"]
    return found
