"""The face of this room for others; the verbs live in files by subject."""

from __future__ import annotations

from casework.directory.agencies import add_agency, change_agency, close_agency, reopen_agency
from casework.directory.appointments import appoint, end_appointment, ending_soon, standing
from casework.directory.conferences import (
    add_conference,
    change_conference,
    close_conference,
    give_seat,
    reopen_conference,
    take_seat,
)
from casework.directory.founding import Founded, NewAdministrator, create_partnership
from casework.directory.people import (
    add_person,
    change_person,
    leave,
    reinstate,
    suspend,
    welcome_back,
)
from casework.directory.replacing import Inheritance, Replaced, preview, replace, successors
from casework.directory.viewers import viewer_by_email, viewer_of

__all__ = [
    "Founded",
    "Inheritance",
    "NewAdministrator",
    "Replaced",
    "add_agency",
    "add_conference",
    "add_person",
    "appoint",
    "change_agency",
    "change_conference",
    "change_person",
    "close_agency",
    "close_conference",
    "create_partnership",
    "end_appointment",
    "ending_soon",
    "give_seat",
    "leave",
    "preview",
    "reinstate",
    "reopen_agency",
    "reopen_conference",
    "replace",
    "standing",
    "successors",
    "suspend",
    "take_seat",
    "viewer_by_email",
    "viewer_of",
    "welcome_back",
]
