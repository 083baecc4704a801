"""A case, a list of 50 and a search by name, through the application in a process of its own.

`python -m benchmarks.pages FOLDER` prints what it measured as JSON; the first request of each page
meets a process that has answered nothing yet.
"""

from __future__ import annotations

import json
import pickle
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from benchmarks.installation import Place
from benchmarks.measure import Line, each_warm, once
from benchmarks.seeding import Seeded
from casework.app import create_app
from tests.factories.accounts import sign_in

AIMS = {"case of 60 answers": 40.0, "list of 50": 50.0, "search by name": 100.0}
GROWTH = 1.5
ROUNDS = 45
# Cold, warm, and the processor's share of the warm one.
Times = tuple[float, float, float]


def measured(small: Path, large: Path, few: int, many: int) -> Iterator[Line]:
    """Each page with few and with many cases, and by how much it grew."""
    little, much = _apart(small), _apart(large)
    for page, aim in AIMS.items():
        (cold_few, warm_few, own_few), (cold_many, warm_many, own_many) = little[page], much[page]
        yield Line(
            f"{page}, {few} cases", cold_few, warm_few, aim=f"{aim:.0f} ms",
            met=warm_few <= aim, own=own_few,
        )  # fmt: skip
        grown = warm_many <= GROWTH * warm_few
        yield Line(
            f"{page}, {many:,} cases", cold_many, warm_many, f"{few} cases", warm_few,
            f"{aim:.0f} ms, growth under {GROWTH}", warm_many <= aim and grown,
            own=own_many,
        )  # fmt: skip


def _apart(folder: Path) -> dict[str, list[float]]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.pages", str(folder)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    found: dict[str, list[float]] = json.loads(done.stdout.splitlines()[-1])
    return found


def in_here(folder: Path) -> dict[str, Times]:
    """Cold and warm times of the pages of one installation."""
    app: Flask = create_app(Place(folder).settings)
    seeded: Seeded = pickle.loads((folder / "seeded").read_bytes())
    client = sign_in(app.test_client(), seeded.person_id)
    reader = Reader(client)
    cases = [f"/cases/{case_id}" for case_id in seeded.case_ids[-ROUNDS:]]
    return {
        "case of 60 answers": reader.pages(cases, "Seen at home twice"),
        "list of 50": reader.pages(["/cases/"] * ROUNDS, "Showing 1 to 50 of"),
        "search by name": reader.searches(seeded.surname, ROUNDS // 2),
    }


class Reader:
    """Somebody's browser; every page must carry what its reader came for."""

    def __init__(self, client: FlaskClient) -> None:
        self._client = client

    def pages(self, urls: list[str], marker: str) -> Times:
        """The first of these pages cold, the others warm, each another case."""

        def ask(url: str) -> None:
            answer = self._client.get(url)
            assert answer.status_code == 200, answer.status
            assert marker in answer.text

        cold = once(lambda: ask(urls[0]))
        return cold, *each_warm([partial(ask, url) for url in urls[1:]])

    def searches(self, surname: str, rounds: int) -> Times:
        """The post with a part of a name, as the page's form sends it."""
        token = re.search(
            r'name="csrf_token"[^>]*value="([^"]+)"', self._client.get("/cases/search").text
        )
        assert token is not None

        def ask() -> None:
            form = {"csrf_token": token[1], "wanted": surname[:-2]}
            answer = self._client.post("/cases/search", data=form)
            assert answer.status_code == 200, answer.status
            assert surname in answer.text

        return once(ask), *each_warm([ask] * rounds)


if __name__ == "__main__":
    print(json.dumps(in_here(Path(sys.argv[1]))))
