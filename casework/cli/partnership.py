"""`partnership create`: an empty real partnership, keys elsewhere, administrators invited."""

from __future__ import annotations

from email.utils import parseaddr
from pathlib import Path

import click

from casework.accounts.service import invitation_link, issue_first_invitation
from casework.cli.database import upgrade_all
from casework.cli.group import Commands
from casework.cli.place import current_settings, instance_folder
from casework.config import Settings
from casework.directory.founding import Founded, NewAdministrator, create_partnership
from casework.directory.models import ConferenceKind
from casework.errors import ConfigurationError, Invalid
from casework.startup.checks import holds_demonstration, keys_beside_data
from casework.startup.golive import open_points
from casework.startup.house import House, build_house
from casework.startup.instance import make_keys, remember

partnership = Commands("partnership", help="Partnerships of this installation.")

NAMES = {
    ConferenceKind.CCM: "Community case conference",
    ConferenceKind.DOMESTIC_ABUSE_MARAC: "Domestic abuse conference",
    ConferenceKind.ASB_CASE_REVIEW: "Anti-social behaviour case review",
    ConferenceKind.BOARD: "Partnership board",
}
KINDS = ", ".join(kind.value for kind in ConferenceKind)


@partnership.command("create")
@click.option("--name", prompt="Name of the partnership", help="As its members say it.")
@click.option(
    "--conference",
    "conferences",
    multiple=True,
    help=f"KIND or KIND=NAME, once for each. Kinds: {KINDS}.",
)
@click.option(
    "--administrator",
    "administrators",
    multiple=True,
    help='"Name <e-mail>", twice: one alone could lock everybody out.',
)
@click.option("--keys", type=click.Path(path_type=Path), help="Folder of the keys, elsewhere.")
def create(
    name: str, conferences: tuple[str, ...], administrators: tuple[str, ...], keys: Path | None
) -> None:
    """Create an empty real partnership and print the links of its first two administrators."""
    bodies = [_conference(text) for text in conferences or _ask_conferences()]
    people = [_administrator(text) for text in administrators or _ask_administrators()]
    parts = _prepare(keys)
    click.get_current_context().call_on_close(parts.dispose)
    if holds_demonstration(parts.store):
        raise ConfigurationError(
            "This installation holds the demonstration. Use another instance folder "
            "(CONFER_INSTANCE) and another database for a real partnership."
        )
    with parts.store.writing() as session:
        made = create_partnership(session, name=name, conferences=bodies, administrators=people)
        tokens = [issue_first_invitation(session, person_id=p.id) for p in made.administrators]
    _report(parts.settings, made, tokens)


def _ask_conferences() -> list[str]:
    text = click.prompt(f"Conference types, with commas between ({KINDS})")
    return [part.strip() for part in text.split(",") if part.strip()]


def _ask_administrators() -> list[str]:
    return [click.prompt(f"{n} administrator (Name <e-mail>)") for n in ("First", "Second")]


def _conference(text: str) -> tuple[str, ConferenceKind]:
    kind, _, name = (part.strip() for part in text.partition("="))
    if kind not in list(ConferenceKind):
        raise Invalid({"conference": f"There is no conference type '{kind}'. Choose from {KINDS}."})
    return name or NAMES[ConferenceKind(kind)], ConferenceKind(kind)


def _administrator(text: str) -> NewAdministrator:
    name, email = parseaddr(text)
    if not name or "@" not in email:
        raise Invalid(
            {"administrator": f"'{text}' is not of the form: Ann Example <ann@example.org>."}
        )
    return NewAdministrator(name, email)


def _prepare(keys: Path | None) -> House:
    instance = instance_folder()
    if keys is not None:
        folder = keys.expanduser().resolve()
        if folder.is_relative_to(instance):
            raise ConfigurationError(
                f"{folder} lies inside {instance}, with the data: whoever copies that folder would "
                "have both. Name a folder on another disk or host."
            )
        make_keys(folder)
        remember(instance, {"CONFER_KEYS": str(folder)})
    settings = current_settings()
    if beside := keys_beside_data(settings):
        raise ConfigurationError(
            f"{beside} lies with the data. Name a folder elsewhere with --keys FOLDER."
        )
    parts = build_house(settings)
    upgrade_all(parts)
    return parts


def _report(settings: Settings, made: Founded, tokens: list[str]) -> None:
    click.echo(f"\n{made.partnership.name} is there, and empty.")
    click.echo("Hand each administrator their link, by a way other than mail. It works for 2 days:")
    for person, token in zip(made.administrators, tokens, strict=True):
        click.echo(f"  {person.name} <{person.email}>: {invitation_link(settings.base_url, token)}")
    click.echo("\nBefore the first case:")
    for point in open_points(settings):
        click.echo(f"  [{'x' if point.done else ' '}] {point.words}")
