"""The pages of a board with 500 recommendations across 40 reviews, through the application."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import mkdtemp
from uuid import UUID

from benchmarks import installation
from benchmarks.measure import Line, each_warm, once
from casework.app import create_app
from casework.clock import moved_to, now, today
from casework.reviews.vocabulary import State
from casework.startup.house import HOUSE, House, build_house
from tests.factories.accounts import sign_in
from tests.factories.boards import hold, make_paper, make_sitting
from tests.factories.reviews import make_board, make_recommendation, make_review

REVIEWS, RECOMMENDATIONS = 40, 500
AIM = 150.0
ROUNDS = 25
PAGES = {
    "the chair's dashboard": "/boards/dashboard",
    "the list of what is overdue": "/boards/dashboard/overdue",
    "the board's page": "/reviews/board",
}


def measured() -> Iterator[Line]:
    """Each page, cold and warm."""
    folder = Path(mkdtemp(prefix="confer-bench-boards-"))
    try:
        place = installation.found(folder)
        house = build_house(place.settings)
        chair = seed(house)
        house.dispose()
        app = create_app(place.settings)
        client = sign_in(app.test_client(), chair)
        for name, address in PAGES.items():

            def ask(address: str = address) -> None:
                answer = client.get(address)
                assert answer.status_code == 200, answer.status

            cold = once(ask)
            warm, own = each_warm([ask] * ROUNDS)
            yield Line(
                f"{name}, {RECOMMENDATIONS} recommendations", cold, warm, aim=f"{AIM:.0f} ms",
                met=warm <= AIM, own=own,
            )  # fmt: skip
        app.extensions[HOUSE].dispose()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def seed(house: House) -> UUID:
    """A board with reviews, meetings and papers; who chairs it."""
    states = list(State)
    with house.store.writing() as session:
        board = make_board(session)
        with moved_to(now() - timedelta(days=120)):
            plans = [make_review(session, board, f"Review {n}") for n in range(REVIEWS)]
            for number in range(RECOMMENDATIONS):
                make_recommendation(
                    session, board, plans[number % REVIEWS], states[number % len(states)],
                    target_on=today() + timedelta(days=30 + number % 60),
                    text=f"{number}: tell residents who answers for their report, and by when",
                )  # fmt: skip
        for ago in (90, 10):
            hold(session, board, now() - timedelta(days=ago))
        make_paper(session, board.owner, make_sitting(session, board))
    return board.chair.person_id


if __name__ == "__main__":
    for line in measured():
        print(" | ".join(line.cells()))
