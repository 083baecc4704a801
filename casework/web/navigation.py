"""The main navigation: what this person may open and this installation has."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, request, url_for
from flask_login import current_user

from casework.access import Action, Viewer


@dataclass(frozen=True, slots=True)
class NavItem:
    """A room of the house as the navigation names it."""

    label: str
    endpoint: str
    action: Action


@dataclass(frozen=True, slots=True)
class NavLink:
    """An item as this page shows it."""

    label: str
    href: str
    current: bool


SIGN_OUT = "accounts.sign_out"
ITEMS = (
    NavItem("Your work", "insight.work", Action.WORK_READ),
    NavItem("Referrals", "referrals.index", Action.REFERRAL_READ),
    NavItem("Cases", "casefile.index", Action.CASE_LIST),
    NavItem("Research", "research.index", Action.RESEARCH_RETURN),
    NavItem("Actions", "actions.index", Action.ACTION_READ),
    NavItem("Conferences", "conferences.index", Action.MEETING_READ),
    NavItem("Reviews", "reviews.index", Action.REVIEW_READ),
    NavItem("How things stand", "boards.dashboard", Action.REVIEW_READ),
    NavItem("Protocol", "sharing.index", Action.PROTOCOL_READ),
    NavItem("People and agencies", "directory.index", Action.DIRECTORY_READ),
    NavItem("Who has seen what", "casefile.ledger", Action.LEDGER_READ),
    NavItem("How agencies share", "behaviour.show", Action.SHARING_REPORT),
    NavItem("Your account", "accounts.mine", Action.ACCOUNT_OWN),
)


def signed_in() -> Viewer | None:
    """The signed-in person, or nobody: also on pages that anybody may open."""
    return current_user.viewer if current_user and current_user.is_authenticated else None


def navigation() -> list[NavLink]:
    """Links for the signed-in person, in the order of the working day."""
    viewer = signed_in()
    if viewer is None:
        return []
    shown = [item for item in ITEMS if viewer.may(item.action) and _exists(item.endpoint)]
    here = _here(shown)
    return [NavLink(item.label, url_for(item.endpoint), item is here) for item in shown]


def sign_out_url() -> str:
    """Where the sign-out button posts to; nothing while accounts are not installed."""
    return url_for(SIGN_OUT) if _exists(SIGN_OUT) else ""


def _exists(endpoint: str) -> bool:
    return endpoint in current_app.view_functions


def _here(shown: list[NavItem]) -> NavItem | None:
    exact = [item for item in shown if item.endpoint == request.endpoint]
    room = [item for item in shown if item.endpoint.split(".")[0] == request.blueprint]
    return next(iter(exact + room), None)
