"""Input of the account pages. Autocomplete is on: these forms are about the person who types."""

from __future__ import annotations

from wtforms import EmailField, Field, HiddenField, PasswordField, RadioField, StringField

from casework.accounts.models import InvitationPurpose
from casework.accounts.passwords import ADVISED, SHORTEST
from casework.web.choices import choice
from casework.web.forms import ConferForm
from casework.web.validators import enter, select

NEW_PASSWORD = (
    f"At least {SHORTEST} characters; {ADVISED} or more is better. Three or four random words "
    "work well. You will not be asked to change it every month."
)


def _present_password(label: str = "Your password") -> PasswordField:
    return PasswordField(
        label, [enter("your password")], render_kw={"autocomplete": "current-password"}
    )


class SignInForm(ConferForm):
    """First step."""

    email = EmailField(
        "E-mail address", [enter("your e-mail address")], render_kw={"autocomplete": "username"}
    )
    password = _present_password("Password")
    next = HiddenField()


class CodeForm(ConferForm):
    """Second step."""

    code = StringField(
        "Code",
        [enter("the code")],
        description="The six digits that your authenticator app shows now. If you have lost your "
        "phone, enter one of your recovery codes.",
        render_kw={"autocomplete": "one-time-code", "width": 20, "inputmode": "text"},
    )
    next = HiddenField()


class FirstCodeForm(ConferForm):
    """The first code of a new authenticator app."""

    code = StringField(
        "Code",
        [enter("the six digits")],
        description="The six digits that the app shows now.",
        render_kw={"autocomplete": "one-time-code", "width": 10, "inputmode": "numeric"},
    )
    next = HiddenField()


class UnlockForm(ConferForm):
    """Open a locked screen."""

    password = _present_password()
    next = HiddenField()


class ProveForm(ConferForm):
    """Prove again who one is, before something that matters."""

    proof: Field
    # Tells this page's own answer from the form that it stands before.
    proving = HiddenField(default="yes")
    next = HiddenField()


class ProveCodeForm(ProveForm):
    """With the app."""

    proof = StringField(
        "Code from your authenticator app",
        [enter("the code")],
        description="The six digits that it shows now, or one of your recovery codes.",
        render_kw={"autocomplete": "one-time-code", "width": 20, "inputmode": "text"},
    )


class ProvePasswordForm(ProveForm):
    """Where there is no app to prove it with."""

    proof = _present_password()


class PasswordForm(ConferForm):
    """Ask for the password before something that matters."""

    password = _present_password()


class ChoosePasswordForm(ConferForm):
    """Choose a password with a one-time link."""

    password = PasswordField(
        "Choose a password",
        [enter("a password")],
        description=NEW_PASSWORD,
        render_kw={"autocomplete": "new-password"},
    )


class ChangePasswordForm(ConferForm):
    """Change one's own password."""

    old = _present_password("Present password")
    new = PasswordField(
        "New password",
        [enter("a new password")],
        description=NEW_PASSWORD,
        render_kw={"autocomplete": "new-password"},
    )


class LinkForm(ConferForm):
    """What a new link is for."""

    purpose = RadioField(
        "What is the link for?",
        [select("what the link is for")],
        choices=[
            choice(
                InvitationPurpose.NEW_PASSWORD,
                "A new password",
                hint="They have forgotten theirs. Their authenticator app stays.",
            ),
            choice(
                InvitationPurpose.NEW_FACTOR,
                "A new authenticator app",
                hint="They have lost their phone and their recovery codes. They need their "
                "password as well.",
            ),
        ],
    )


class EmptyForm(ConferForm):
    """A button that does something: it carries the token and nothing else."""
