"""What words say of being done: an end that is only named is not taken as one reached."""

from __future__ import annotations

from datetime import date

import pytest

from casework.reviews.intake.said import Progress, Said, read_progress, said_in

TODAY = date(2030, 1, 1)
NOT_DONE = (
    "Has not been completed", "Never been implemented", "isn’t done", "Could not be delivered",
    "Will not be completed", "Failed to complete", "Nothing has been done",
    "Not all actions closed", "No evidence that this was completed", "Not yet embedded",
    "Not signed off", "Due for completion March 2031", "Expected completion date Q3 2031",
    "To complete",
    "Completion date to be confirmed", "Completion of training by all staff by June 2031",
    "Being implemented", "Hoping to complete", "Should be complete by May", "Planned completion",
    "Half complete", "Phase 1 complete, phase 2 to begin", "3 of 5 actions completed",
    "Completed in part", "Some actions completed", "Draft completed", "Substantially complete",
    "Complete subject to sign off", "Complete: No", "Completed - N", "Complete?",
    "Closed in error", "Nearly complete", "To be completed", "Partially\nimplemented",
)  # fmt: skip
DONE = (
    "Complete", "Completed 12 March 2029", "Completion: 3 May 2029", "Done",
    "Achieved and embedded", "Complete - no further action", "Complete. Not recorded before",
    "Fully implemented", "Training delivered to all staff", "Completed by March 2029",
    "Completed before its target date", "Signed off by the board", "Completed as planned",
    "All actions complete", "100% complete",
)  # fmt: skip


def read(*, status: str = "", completed: str = "", month_first: bool = False) -> Progress:
    return read_progress(
        status=status, rag="", colour="", completed=completed, today=TODAY, month_first=month_first
    )


@pytest.mark.parametrize("words", NOT_DONE)
def test_an_end_that_is_denied_still_to_come_or_in_part_is_not_done(words: str) -> None:
    assert said_in(words) is Said.UNDERWAY
    for made in (read(status=words), read(completed=words)):
        assert made.said is Said.UNDERWAY
        assert any("does not say plainly that it is done" in odd for odd in made.odd)


@pytest.mark.parametrize("words", DONE)
def test_an_end_that_is_claimed_is_the_owners_word(words: str) -> None:
    assert said_in(words) is Said.DONE


@pytest.mark.parametrize(
    ("month_first", "on"), [(False, date(2029, 4, 3)), (True, date(2029, 3, 4))], ids=["uk", "us"]
)
def test_the_day_of_completion_is_read_in_the_order_of_its_file(
    month_first: bool, on: date
) -> None:
    given = {"status": "Completed 3/4/2029"}, {"completed": "3/4/2029"}
    for one in given:
        assert read(**one, month_first=month_first).completed_on == on  # type: ignore[arg-type]  # words alone
