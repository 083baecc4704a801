"""Messy plans in the shapes in which councils publish them, with what was read out of each by hand.

Made for these tests after the Home Office's template and its local variants; they name nobody.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from casework.reviews.intake.said import Said
from tests.casework.reviews.intake.files import BLUE, GREEN, GREY, RED, TEMPLATE, docx, text, xlsx


@dataclass(frozen=True)
class Expected:
    """One recommendation as a careful person reads it."""

    text: str
    said: Said
    agency: str
    target: date | None = None
    actions: tuple[str, ...] = ()
    # Beginnings of what must be said to be odd.
    odd: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sample:
    """A file, what is to be read from it, and the rows that cannot be."""

    name: str
    content: bytes
    expected: tuple[Expected, ...]
    # Row of the file and a part of the reason.
    apart: tuple[tuple[int, str], ...] = ()
    notes: tuple[str, ...] = field(default=())


HOUSING, HEALTH, COUNCIL, POLICE = "Quayside Homes", "Quayside NHS Trust", "Quay Council", "Police"

TEMPLATE_AS_IT_IS = Sample(
    "home-office.xlsx",
    xlsx(
        [
            ["Safer Quay Partnership: overview report action plan"],
            [],
            TEMPLATE,
            ["Review how repeat callers are flagged", "Local",
             "1. Write a flag\n2. Train call takers", "Police", "Flag agreed",
             datetime(2031, 3, 31), "Completed 12/03/2020: flag in use"],
            ["Share the incident log", "Regional", "Agree a form", "Quayside Homes", "",
             "Q3 2031", "Ongoing"],
            ["Ask about caring", "National", "Write to the department", "Health", "", "TBC", ""],
        ],
        merged=["A1:G1"],
    ),
    (
        Expected("Review how repeat callers are flagged", Said.DONE, POLICE, date(2031, 3, 31),
                 ("Write a flag", "Train call takers"), ("2 actions in one cell",)),
        Expected("Share the incident log", Said.UNDERWAY, HOUSING, date(2031, 9, 30),
                 ("Agree a form",), ("Read as a quarter of the calendar year",)),
        Expected("Ask about caring", Said.NOT_STARTED, HEALTH, None,
                 ("Write to the department",), ("‘TBC’ is no date",)),
    ),
)  # fmt: skip

MERGED_DOWNWARDS = Sample(
    "merged.xlsx",
    xlsx(
        [
            ["No.", "Recommendation", "Action", "Lead", "By when", "Status", "RAG"],
            ["1", "One named worker for repeat callers", "Write the procedure", "Quayside Homes",
             "September 2031", "Complete", "Green"],
            [None, None, "Train both call centres", "Police", "Dec-31", "In progress", "Amber"],
            [None, None, "Measure it", None, "ongoing", None, None],
            ["2", "Record disability", "Change the form", "Health", "45000", "Complete", "Blue"],
        ],
        merged=["A2:A4", "B2:B4"],
    ),
    (
        Expected("One named worker for repeat callers", Said.UNDERWAY, HOUSING, date(2031, 12, 31),
                 ("Write the procedure", "Train both call centres", "Measure it"),
                 ("Called complete without a date", "‘ongoing’ is no date")),
    ),
    ((5, "before the review began"),),
)  # fmt: skip

COLOURS_ONLY = Sample(
    "colours.xlsx",
    xlsx(
        [
            ["Ref", "What is the recommendation", "Responsible agency", "Deadline", "BRAG"],
            ["A1", "Greyed out, and not done", "Police", "31/12/2031", "Amber"],
            ["A2", "Coloured green and nothing else", "Police", "31/12/2031", None],
            ["A3", "Coloured blue and nothing else", "Police", "31/12/2031", None],
            ["A4", "Struck through", "Police", "31/12/2031", "Red"],
            ["A5", "Late", "Police", "31/12/2031", None],
        ],
        colours={"A2": GREY, "B2": GREY, "C2": GREY, "D2": GREY, "E2": GREY, "E3": GREEN,
                 "E4": BLUE, "E6": RED},
        struck=["B5"],
    ),
    (
        Expected("Greyed out, and not done", Said.UNDERWAY, POLICE, date(2031, 12, 31)),
        Expected("Coloured green and nothing else", Said.UNDERWAY, POLICE, date(2031, 12, 31),
                 (), ("‘Green’ alone says nothing about being done",)),
        Expected("Coloured blue and nothing else", Said.DONE, POLICE, date(2031, 12, 31),
                 (), ("Blue is read as called complete", "Called complete without a date")),
        Expected("Struck through", Said.UNDERWAY, POLICE, date(2031, 12, 31),
                 (), ("What is the recommendation: Struck through in the file",)),
        Expected("Late", Said.UNDERWAY, POLICE, date(2031, 12, 31)),
    ),
)  # fmt: skip

AMERICAN_CSV = Sample(
    "american.csv",
    text(
        [
            ["Recommendation", "Lead agency", "Owner", "Due date", "Completed on"],
            ["Write a leaflet", "QH", "Head of Housing", "09/25/2031", ""],
            ["Send it out", "Quayside Homes / Police", "Head of Housing", "03/04/2031", ""],
            ["Count who came", "Nobody we know", "A. Person", "01/31/2031", ""],
            ["Finish tomorrow", "Police", "Inspector", "12/31/2031", "01/15/2099"],
        ],
        separator=";", letters="cp1252",
    ),
    (
        Expected("Write a leaflet", Said.NOT_STARTED, HOUSING, date(2031, 9, 25), (),
                 ("The month stands before the day", "‘QH’ is read as Quayside Homes")),
        Expected("Send it out", Said.NOT_STARTED, HOUSING, date(2031, 3, 4), (),
                 ("Read as 4 March 2031, with the month first", "‘Quayside Homes / Police’ names")),
    ),
    ((4, "no agency that is known here"), (5, "which is still to come")),
)  # fmt: skip

ONE_TABLE_EACH = Sample(
    "tables.docx",
    docx(
        [
            [["Recommendation", "Action to take", "Lead agency", "Target date", "Status"],
             ["Keep the chronology", "Choose a tool", "Quay Council", "31 March 2031", "On track"],
             ["", "Train on it", "Quay Council", "30 June 2031", "Not started"]],
            [["Glossary", "Meaning"], ["DHR", "A review"]],
            [["Recommendation", "Action to take", "Lead agency", "Target date", "Status"],
             ["Recommendation", "Action to take", "Lead agency", "Target date", "Status"],
             ["Tell families earlier", "Write to them", "Council", "30/09/2031", "Not complete"]],
        ],
        down=[(0, 1, 2)],
    ),
    (
        Expected("Keep the chronology", Said.UNDERWAY, COUNCIL, date(2031, 6, 30),
                 ("Choose a tool", "Train on it")),
        Expected("Tell families earlier", Said.UNDERWAY, COUNCIL, date(2031, 9, 30),
                 ("Write to them",), ("‘Council’ is read as Quay Council",)),
    ),
    (),
    ("‘Table 2’ was left out", "Table 3, row 2: the headings stand here again"),
)  # fmt: skip

TWO_HEADING_ROWS = Sample(
    "two-heads.xlsx",
    xlsx(
        [
            ["Recommendation", "Action required", "Lead agency", "Dates", None, "Progress update"],
            [None, None, None, "Target", "Completed", None],
            ["Section A: information sharing"],
            ["Share more", "Meet", "Health", "01/02/2031", None, "Met twice"],
            ["Share more", "Write", "Police", "01/05/2031", "2 May 2020", "Written"],
            [None, "Listen", "Health", "01/06/2031", None, None],
        ]
    ),
    (
        Expected("Share more", Said.UNDERWAY, HEALTH, date(2031, 6, 1), ("Meet", "Write", "Listen"),
                 ("No recommendation in this row",)),
    ),
    ((3, "Nobody is named who answers for it"),),
)  # fmt: skip

A_TAB_EACH = Sample(
    "tabs.xlsx",
    xlsx(
        [["Rec no", "Recommendation", "Lead agency", "Timescale"],
         ["1", "Change the form", "Police", "Autumn 2031"],
         ["2", '=HYPERLINK("http://x")', "Police", "2031/32"]],
        more={
            "Health": [["Rec no", "Recommendation", "Lead agency", "Timescale"],
                       ["1", "Ask twice", "Quayside NHS Trust", "end of March 2032"]],
            "Key": [["Blue", "means done"]],
        },
    ),
    (
        Expected("Change the form", Said.NOT_STARTED, POLICE, date(2031, 11, 30), (),
                 ("Read as the end of autumn",)),
        Expected("Ask twice", Said.NOT_STARTED, HEALTH, date(2032, 3, 31)),
    ),
    ((3, "A formula stands where the recommendation should"),),
    ("‘Key’ was left out",),
)  # fmt: skip

SAMPLES = (
    TEMPLATE_AS_IT_IS, MERGED_DOWNWARDS, COLOURS_ONLY, AMERICAN_CSV, ONE_TABLE_EACH,
    TWO_HEADING_ROWS, A_TAB_EACH,
)  # fmt: skip
