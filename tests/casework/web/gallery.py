"""Pages made only of the room's macros: rendered by tests, read by axe, looked at by people."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace as Thing

from flask import Flask, flash, render_template, request

from casework.access import Role
from casework.web.kit import form_page
from casework.web.pagination import page_number, page_of
from tests.casework.web.build import SampleForm, make_app


def _shown(label: str, effect: str, value: str | None = None, **more: object) -> Thing:
    """The attributes of `Shown` that the macros read."""
    plain: dict[str, object] = {
        "because": "",
        "originator": "",
        "pending": None,
        "ask": "the chair",
    }
    return Thing(label=label, effect=effect, value=value, **(plain | {"ask": "the chair"} | more))


AT = datetime(2026, 11, 20, 14, 30, tzinfo=UTC)
SHOWN = [
    _shown("Date of birth", "masked", "1986", because="Housing sees the year from the agenda on."),
    _shown("Address", "full", "14 Ropewalk\nHull", ask=None),
    _shown("Health", "existence", originator="Health", because="Clause 4.2: item by item."),
    _shown("Police intelligence", "withheld", because="Not shared before the meeting."),
    _shown("School", "summary", "Attendance has dropped since September."),
    _shown("Convictions", "withheld", pending="waiting for the chair: approval"),
]
EVENTS = [
    Thing(
        title="Research returned",
        by="Harbour Housing",
        at=AT,
        text="Two visits",
        because="Private until released",
    ),
    Thing(title="Listed for conference", by="Jo Mbeki", at=AT, text="", because=""),
]
STATES = ("in_progress", "reported", "verified_complete", "overdue", "not_started")
ACTIONS = [
    Thing(
        text=f"Fit locks at the safe address, visit {n}",
        owner="Harbour Housing",
        due=date(2026, 11, 10 + n % 19),
        state=STATES[n % 5],
        days=n * 3,
    )
    for n in range(60)
]


def gallery() -> Flask:
    """A small application with one page of each shape."""
    return make_app(
        Role.COORDINATOR, Role.INFORMATION_GOVERNANCE_OFFICER, csrf=True, routes=_routes
    )


def _routes(app: Flask) -> None:
    @app.route("/form", methods=["GET", "POST"])
    def form() -> tuple[str, int]:
        asked = SampleForm()
        asked.validate_on_submit()
        return form_page("form.html", asked)

    @app.get("/list", endpoint="insight.work")
    def listing() -> str:
        return render_template("list.html", page=page_of(ACTIONS, page_number(request.args), 12))

    @app.get("/case", endpoint="casefile.index")
    def case() -> str:
        if "flash" in request.args:
            flash("The case was listed.", "success")
        return render_template("case.html", shown=SHOWN, events=EVENTS)

    @app.post("/out", endpoint="accounts.sign_out")
    def out() -> str:
        return ""

    for endpoint in ("referrals", "conferences", "reviews", "sharing", "directory"):
        app.add_url_rule(f"/{endpoint}", f"{endpoint}.index", lambda: "")
    for endpoint in ("casefile.ledger", "accounts.mine"):
        app.add_url_rule(f"/{endpoint}", endpoint, lambda: "")


if __name__ == "__main__":
    gallery().run(port=5077)
