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

HEADS_THAT_SPAN = Sample(
    "spanning-heads.xlsx",
    xlsx(
        [
            ["Rec", "Recommendation", "Actions", "Lead", None, "Timescale", None, "Progress", None],
            [None, None, None, "Agency", "Officer", "Original", "Revised", "RAG", "Update"],
            [1, "Recognise coercive control", "1)Buy training\n2)Give it", "Quayside Homes",
             "Head of Housing", "Q3 2030", "Q1 2031", "A", "Bought. 40% have had it"],
            [2, "Carers are recorded", "Action 1: Template\nAction 2: Audit", "Health", None,
             "Dec 2030", None, "G", "Achieved, minutes of 12.3.24"],
            [3, "Calls are flagged", "Flag\nTrain\nReport", "Police", None, "Dec 2030", None, "R",
             "No longer required"],
        ],
        merged=["D1:E1", "F1:G1", "H1:I1"],
        more={
            "Done": [["Rec", "Recommendation", "Lead Agency", "Target date", "Status"],
                     [4, "Share the log", "Police", "March 2031", "Completed Sept 2049"],
                     [5, "Share the key", "Police", "March 2031", "Completed Sept 2024"]],
        },
    ),
    (
        Expected("Recognise coercive control", Said.UNDERWAY, HOUSING, date(2031, 3, 31),
                 ("Buy training", "Give it"),
                 ("The target date was revised: ‘Q1 2031’ is taken, not ‘Q3 2030’",)),
        Expected("Carers are recorded", Said.DONE, HEALTH, date(2030, 12, 31),
                 ("Template", "Audit"),
                 ("‘Achieved, minutes of 12.3.24’ is read as how far it is",
                  "‘Achieved, minutes of 12.3.24’: 12 March 2024 is taken")),
        Expected("Calls are flagged", Said.NOT_STARTED, POLICE, date(2030, 12, 31),
                 ("Flag\nTrain\nReport",),
                 ("‘No longer required’: given up or put off in the file",
                  "3 lines in the cell of the action")),
        Expected("Share the key", Said.DONE, POLICE, date(2031, 3, 31), (),
                 ("‘Completed Sept 2024’: 30 September 2024 is taken",)),
    ),
    ((2, "which is still to come"),),
)  # fmt: skip

LONG = (
    "Every agency asks about children in the household when domestic abuse is disclosed, and "
    "records the answer in a place where other agencies can find it"
)
ABOVE_EACH_TABLE = Sample(
    "above-each-table.docx",
    docx(
        [
            [["Action", "Lead agency", "Target date", "Progress"],
             ["Add a question", "Police", "31/03/2031", "ongoing"],
             ["Train staff", "Health", "31/03/2031", "complete"]],
            [["Action", "Lead agency", "Target date", "Progress"],
             ["Design it", "Quayside Homes", "TBC", ""]],
        ],
        above=[["Appendix B", "Recommendation 1", LONG], ["Rec. 2: Keep one log"]],
    ),
    (
        Expected(LONG, Said.UNDERWAY, POLICE, date(2031, 3, 31), ("Add a question", "Train staff"),
                 ("‘complete’ is read as how far it is",)),
        Expected("Keep one log", Said.NOT_STARTED, HOUSING, None, ("Design it",),
                 ("‘TBC’ is no date",)),
    ),
    (),
    ("The recommendations stand above their actions",),
)  # fmt: skip

ACROSS_THE_TABLE = Sample(
    "across.xlsx",
    xlsx(
        [["Action required", "Lead agency", "Timescale", "Status"],
         [f"Recommendation 1 - {LONG}"],
         ["Write the leaflet", "Police", "31/03/2031", "Complete"],
         ["Audit", "Quayside Homes", "Annually", "Ongoing"],
         ["Recommendation 2: Nobody does this one"],
         ["Recommendation 3: Keep one log"],
         ["Design it", "Quay Council", "2031", "Not started"]],
        merged=["A2:D2", "A5:D5", "A6:D6"],
    ),
    (
        Expected(LONG, Said.UNDERWAY, POLICE, date(2031, 3, 31), ("Write the leaflet", "Audit")),
        Expected("Keep one log", Said.NOT_STARTED, COUNCIL, date(2031, 12, 31), ("Design it",)),
    ),
    ((5, "Nobody is named who answers for it"),),
)  # fmt: skip

OUT_OF_A_LIST = Sample(
    "sharepoint.csv",
    text(
        [["Title", "Assigned To", "Status", "% Complete", "Due Date", "Modified By"],
         ["Ask about carers", "Quayside NHS Trust", "Completed", "100", "3/31/2031 12:00 AM", "S"],
         ["Share red logs", "Police", "Deferred", "0", "12/25/2030 12:00 AM", "Sue"],
         ["Visit in 48 hours", "Somebody Ltd", "In Progress", "0.5", "1/13/2031 12:00 AM", "Sue"]],
        separator="\t", letters="utf-16",
    ),
    (
        Expected("Ask about carers", Said.DONE, HEALTH, date(2031, 3, 31)),
        Expected("Share red logs", Said.NOT_STARTED, POLICE, date(2030, 12, 25), (),
                 ("‘Deferred’: given up or put off",)),
    ),
    ((4, "‘Somebody Ltd’ is no agency"),),
)  # fmt: skip

YES_AND_NO = Sample(
    "yes-and-no.csv",
    text(
        [["Rec No", "Recommendation", "Action(s)", "Lead", "Timescale", "Complete Y/N"],
         ["1", "Tell victims who deals with them – always", "Leaflet", "Police", "May-31", "Y"],
         ["2", "Review CCTV", "Audit", "Quay Council", "Summer 2030", "N"],
         ["3", "Fund an adviser", "Bid", "Quay Council", "2030", "In part"],
         ["4", "Not ours", "Ask", "Health", "n/a", "N/A"],
         ["5", "Check tenancies", "Check", "Quayside Homes", "Q3 2030", "Y - May 2024"]],
        separator=";", letters="cp1252",
    ),
    (
        Expected("Tell victims who deals with them – always", Said.DONE, POLICE,
                 date(2031, 5, 31), ("Leaflet",), ("Called complete without a date",)),
        Expected("Review CCTV", Said.UNDERWAY, COUNCIL, date(2030, 8, 31), ("Audit",)),
        Expected("Fund an adviser", Said.UNDERWAY, COUNCIL, date(2030, 12, 31), ("Bid",)),
        Expected("Not ours", Said.NOT_STARTED, HEALTH, None, ("Ask",),
                 ("‘N/A’: given up or put off",)),
        Expected("Check tenancies", Said.DONE, HOUSING, date(2030, 9, 30), ("Check",),
                 ("‘Y - May 2024’: 31 May 2024 is taken",)),
    ),
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
    TWO_HEADING_ROWS, HEADS_THAT_SPAN, ABOVE_EACH_TABLE, ACROSS_THE_TABLE, OUT_OF_A_LIST,
    YES_AND_NO, A_TAB_EACH,
)  # fmt: skip
