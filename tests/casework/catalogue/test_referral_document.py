from __future__ import annotations

import json
from typing import Any

import pytest

from casework.catalogue.field import BETWEEN, Kind, Row
from casework.catalogue.referral_document import MOST_ERRORS, ParsedReferral, not_asked, parse
from casework.catalogue.schema import DIALECT, TOP, referral_schema
from casework.catalogue.sections import FIELDS, ORDER

HEAD = {"conference": "City MARAC", "kind": "person", "route": "score"}
SAMPLES = {
    Kind.TEXT: "Words", Kind.LONG_TEXT: "More\nwords", Kind.DATE: "1984-03",
    Kind.PHONE: "01632 960001",
    Kind.EMAIL: "a@b.example", Kind.POSTCODE: "EC2A 4NE", Kind.ADDRESS: "1 High St\nLondon",
}  # fmt: skip


def errors_of(document: Any) -> dict[str, str]:
    found = parse(document)
    assert not isinstance(found, ParsedReferral)
    return {e.path: e.message for e in found}


def parsed(document: Any) -> ParsedReferral:
    found = parse(document)
    assert isinstance(found, ParsedReferral), found
    return found


def sample(described: dict[str, Any], short: str, prefix: str) -> Any:
    """A value that the schema allows for this property."""
    if described.get("type") == "array":
        inner = described["items"]
        return [inner["enum"][0]] if "enum" in inner else ["1984-03"]
    if "enum" in described:
        return described["enum"][0]
    if described.get("type") == "integer":
        return 3
    return SAMPLES[FIELDS[short if "." in short else f"{prefix}.{short}"].kind]


def full(kind: str) -> tuple[dict[str, Any], set[str]]:
    """A document with every property of the schema that fits the kind of case."""
    prefixes = {
        "victims": "victim", "alleged_perpetrators": "alleged_perpetrator", "children": "child",
        "other_adults": "other_adult", "complainants": "complainant", "incidents": "incident",
        "household": "household", "place": "place",
    }  # fmt: skip
    document: dict[str, Any] = {**HEAD, "kind": kind, "urgent": True, "reference_of_sender": "R/1"}
    names: set[str] = set()
    for key, described in referral_schema()["properties"].items():
        inner = described.get("items", described).get("properties")
        prefix = prefixes.get(key, key)
        if inner is None or (
            not any(
                kind in f.case_kinds for f in FIELDS.values() if f.name.startswith(f"{prefix}.")
            )
            and key in prefixes
        ):
            continue
        values = {
            n: sample(d, n, prefix) for n, d in inner.items() if n not in ("instrument", "answers")
        }
        names |= {n if "." in n else f"{prefix}.{n}" for n in values}
        document[key] = [values] if described.get("type") == "array" else values
    return document, names


def test_the_schema_is_closed_and_says_its_dialect():
    schema = referral_schema()
    assert schema["$schema"] == DIALECT == "https://json-schema.org/draft/2020-12/schema"
    assert tuple(schema["properties"]) == TOP

    def objects(node: Any) -> Any:
        if isinstance(node, dict):
            if node.get("type") == "object":
                yield node
            for value in node.values():
                yield from objects(value)

    assert all(node["additionalProperties"] is False for node in objects(schema))
    json.dumps(schema)


def test_every_question_of_the_form_is_in_the_schema_once():
    text = referral_schema()["properties"]
    whole = sum(len(node.get("items", node).get("properties", {})) for node in text.values())
    whole += len(text["risk"]["properties"]["answers"]["properties"]) - 2
    assert whole == len([f for s in ORDER for f in s.fields])


@pytest.mark.parametrize("kind", ["person", "household", "place"])
def test_a_document_of_everything_the_schema_allows_comes_back_whole(kind):
    document, names = full(kind)
    found = parsed(json.loads(json.dumps(document)))
    kept = {n for s in found.subjects for n in s.answers} | found.answers.keys()
    assert kept == names
    assert (found.kind, found.urgent, found.reference_of_sender) == (kind, True, "R/1")


def test_answers_come_back_in_stored_form_under_whole_names():
    found = parsed({
        **HEAD,
        "victims": [{"surname": " Ash ", "date_of_birth": "03/1984", "postcode": "ec2a4ne"}],
        "children": [{"given_name": "Bea"}, {"given_name": "Cal"}],
        "case": {"reason.why_here": "Because"},
        "awareness": {"agrees": "refused", "lawful_basis": ["gdpr_6_1_e", "cda_115"]},
        "risk": {"instrument": "risk_checklist_24", "answers": {"item_01": "yes"},
        "narrative": "Bad"},
    })  # fmt: skip
    assert [s.row for s in found.subjects] == [Row.VICTIM, Row.CHILD, Row.CHILD]
    assert found.subjects[0].answers == {
        "victim.surname": "Ash", "victim.date_of_birth": "1984-03", "victim.postcode": "EC2A 4NE",
    }  # fmt: skip
    assert found.answers["awareness.lawful_basis"] == BETWEEN.join(["cda_115", "gdpr_6_1_e"])
    assert found.answers["checklist.item_01"] == "yes"
    assert found.answers["risk.narrative"] == "Bad"
    assert found.instrument == "risk_checklist_24"
    assert "Ash" not in repr(found) + repr(found.subjects)


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"conference": None}, "$.conference"),
        ({"conference": ""}, "$.conference"),
        ({"conference": "x" * 201}, "$.conference"),
        ({"kind": "dog"}, "$.kind"),
        ({"kind": ["person"]}, "$.kind"),
        ({"route": "luck"}, "$.route"),
        ({"urgent": "yes"}, "$.urgent"),
        ({"urgent": None}, "$.urgent"),
        ({"colour": "red"}, "$.colour"),
        ({"a b": 1}, "$['a b']"),
        ({"victims": {}}, "$.victims"),
        ({"victims": [[]]}, "$.victims[0]"),
        ({"victims": [{"shoe_size": "9"}]}, "$.victims[0].shoe_size"),
        ({"victims": [{}, {"surname": 7}]}, "$.victims[1].surname"),
        ({"victims": [{"surname": None}]}, "$.victims[0].surname"),
        ({"victims": [{"date_of_birth": "2999"}]}, "$.victims[0].date_of_birth"),
        ({"victims": [{"other_dates_of_birth": "1984"}]}, "$.victims[0].other_dates_of_birth"),
        ({"victims": [{"gender": "x"}]}, "$.victims[0].gender"),
        ({"victims": [{}] * 101}, "$.victims"),
        ({"place": {"name": "Court"}}, "$.place"),
        ({"household": {"members": "3"}, "kind": "household"}, "$.household.members"),
        ({"household": {"members": True}, "kind": "household"}, "$.household.members"),
        ({"household": {"members": 10**6000}, "kind": "household"}, "$.household.members"),
        ({"household": {"members": -1}, "kind": "household"}, "$.household.members"),
        ({"case": {"reason.nothing": "x"}}, "$.case['reason.nothing']"),
        ({"case": {"awareness.told": "yes"}}, "$.case['awareness.told']"),
        ({"risk": []}, "$.risk"),
        ({"risk": {"answers": {"item_01": "yes"}}}, "$.risk.instrument"),
        ({"risk": {"instrument": "dash"}}, "$.risk.instrument"),
        ({"risk": {"instrument": {}}}, "$.risk.instrument"),
        ({"awareness": {"lawful_basis": "cda_115"}}, "$.awareness.lawful_basis"),
        ({"awareness": {"lawful_basis": ["cda_115", 7]}}, "$.awareness.lawful_basis"),
        ({"awareness": {"lawful_basis": ["magic"]}}, "$.awareness.lawful_basis"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_by_its_path(change, path):
    found = errors_of(
        {k: v for k, v in {**HEAD, **change}.items() if not (k == "conference" and v is None)}
    )
    assert list(found) == [path]
    assert found[path]


@pytest.mark.parametrize("document", [None, [], "x", 7, True])
def test_a_document_that_is_no_object_is_refused(document):
    assert errors_of(document).keys() == {"$"}


def test_an_empty_document_is_told_everything_it_lacks():
    assert errors_of({}).keys() == {"$.conference", "$.kind", "$.route"}


def test_all_errors_come_at_once_but_not_without_end():
    assert len(errors_of({**HEAD, "victims": [{"gender": "x", "postcode": "?"}], "x": 1})) == 3
    assert len(errors_of({**HEAD, **{f"x{n}": 1 for n in range(5000)}})) == MOST_ERRORS


def test_an_error_does_not_repeat_the_value():
    found = errors_of({**HEAD, "victims": [{"postcode": "12 Secret Road"}]})
    assert "Secret" not in "".join(found.values())


def test_what_a_conference_does_not_ask_is_named():
    found = parsed({**HEAD, "case": {"reason.responses": "Nothing", "reason.why_here": "Because"}})
    assert not_asked(found, "domestic_abuse_marac") == ("reason.responses",)
    assert not_asked(found, "asb_case_review") == ()
