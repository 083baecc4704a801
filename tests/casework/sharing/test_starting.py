"""Drafts begin from nothing, a template, an upper tier or a file; mistakes stand at their lines."""

from __future__ import annotations

from io import BytesIO

import pytest

from casework.sharing.service import document
from casework.sharing.starting import templates
from tests.casework.sharing.desk import Desk
from tests.client import Page
from tests.factories.agreements import STARTER

BROKEN = STARTER.replace('version = "1.0"', 'version = "3.0"').replace(
    'kind = "cap"', 'kind = "cop"', 1
)


def begun(desk: Desk, source: str, title: str = "Riverside sharing") -> int:
    client = desk.browser(desk.author)
    said = {"source": source, "title": title, "label": "1.0"}
    return client.submit("/protocol/start", said).status_code


def test_a_protocol_begins_from_nothing_for_the_conferences_there_are(desk: Desk) -> None:
    assert begun(desk, "blank") == 302
    made = document(desk.draft())
    assert (made.id, made.title, made.version) == ("riverside-sharing", "Riverside sharing", "1.0")
    assert made.conference_kinds == ("domestic_abuse_marac",)
    assert len(made.clauses) == 1


@pytest.mark.parametrize("name", sorted(templates()))
def test_a_protocol_begins_from_each_template(desk: Desk, name: str) -> None:
    assert begun(desk, f"template:{name}") == 302
    assert document(desk.draft()).clauses == templates()[name].clauses


def test_a_lower_tier_begins_as_its_upper_one_under_a_name_of_its_own(desk: Desk) -> None:
    for _ in range(2):
        assert begun(desk, f"version:{desk.in_force}") == 302
    assert {d.name for d in desk.drafts()} == {"riverside-sharing", "riverside-sharing-2"}


@pytest.mark.parametrize(
    ("source", "title"), [("", "A"), ("template:none", "A"), ("blank", ""), ("blank", "\u4e2d")]
)
def test_a_protocol_without_a_beginning_or_a_title_is_refused(
    desk: Desk, source: str, title: str
) -> None:
    assert begun(desk, source, title) == 422
    assert desk.drafts() == []


def test_a_broken_file_is_shown_with_its_mistakes_and_put_right_on_the_page(
    desk: Desk,
) -> None:
    client = desk.browser(desk.author)
    token = client.token("/protocol/import")
    answer = client.post(
        "/protocol/import",
        data={"csrf_token": token, "file": (BytesIO(BROKEN.encode()), "p.toml")},
    )  # fmt: skip
    line = BROKEN.split("\n").index('kind = "cop"') + 1
    assert answer.status_code == 422
    assert f'id="line-{line}" class="confer-lines__wrong"' in answer.text
    typed = Page(answer.text).form().filled()
    assert typed["text"] == [BROKEN]
    mended = client.post(
        "/protocol/import", data=typed | {"text": BROKEN.replace('"cop"', '"cap"')}
    )
    assert mended.status_code == 302
    assert desk.draft().label == "3.0"


def test_the_file_of_a_draft_is_changed_as_text_and_two_people_do_not_collide_unseen(
    desk: Desk,
) -> None:
    client, url = desk.started()
    form = client.page(f"{url}/text").form()
    text = form.filled()["text"][0]
    other = desk.browser(desk.second)
    assert other.submit(f"{url}/clauses/1.1", {"words": "Meanwhile."}).status_code == 302
    late = client.post(f"{url}/text", data=form.filled({"text": text + "# typed late\n"}))
    assert late.status_code == 422
    assert "# typed late" in late.text
    sent = client.submit(f"{url}/text", {"text": text.replace("City", "Town")})
    assert sent.status_code == 302
    assert "Town" in document(desk.draft()).title


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('version = "1.1"', 'version = "1.0"', "has to stay"),
        ('kind = "cap"', 'kind = "cop"', "Unknown kind"),
        ("starts = 2026-01-01", "starts = soon", "not valid TOML"),
        ("format = 1", "format = 99", "knows up to"),
        ("[protocol]", "[[[", "not valid TOML"),
        ('title = "', 'title = "\x00', "not valid TOML"),
    ],
)
def test_a_file_that_is_wrong_changes_nothing_and_keeps_what_was_typed(
    desk: Desk, old: str, new: str, told: str
) -> None:
    client, url = desk.started()
    before = desk.draft().text
    answer = client.submit(f"{url}/text", {"text": before.replace(old, new, 1) + "# mine\n"})
    assert answer.status_code == 422
    assert told.lower() in answer.text.lower()
    assert "# mine" in answer.text
    assert desk.draft().text == before


def test_a_file_of_very_many_lines_is_refused_quickly(desk: Desk) -> None:
    client, url = desk.started()
    answer = client.submit(f"{url}/text", {"text": "a = 1\n" * 200_000})
    assert answer.status_code in {413, 422}
