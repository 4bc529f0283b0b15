"""Do our signatures equal those that the other systems' own programs make, and is every shape of theirs understood?"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from batonpass.connectors.naming import Naming
from batonpass.connectors.post import Poster
from batonpass.connectors.signatures import mac
from batonpass.connectors.slack.hear import SlackDesk
from batonpass.connectors.source import Came, Delivery, Fetch, Forged, Item, Kind
from batonpass.connectors.sources import SOURCES
from batonpass.connectors.webhook.guard import allowed

FOLDER = Path(os.environ.get("SHARED_DATA", Path(__file__).parents[3] / "shared" / "data")) / "payloads"
absent = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="the samples of other systems are not here (SHARED_DATA names their folder)"
)
VECTORS = {"hubspot": "v3", "standard-webhooks": "v1"}
NO_LEAD = {
    "clearbit/name_to_domain.json": "it tells a name and a domain alone",
    "facebook_lead_ads/capi": "it is what a CRM tells Meta, not what Meta tells us",
    "facebook_lead_ads/webhook_verification_GET.json": "it is a question, tested where it is answered",
    "salesforce/": "its objects are employees and provinces, which are nobody's leads",
}


def samples() -> list[Path]:
    folders = [*SOURCES, "facebook_lead_ads"]
    found = [path for name in folders for path in sorted((FOLDER / name).glob("*.*"))]
    return [path for path in found if path.suffix in (".json", ".xml")]


def short(path: Path) -> str:
    return path.relative_to(FOLDER).as_posix()


def read(path: Path) -> tuple[Item, ...]:
    """What the source of this folder makes of a sample."""
    body = path.read_bytes()
    data = json.loads(body) if path.suffix == ".json" else None
    source = SOURCES[path.parent.name.removesuffix("_lead_ads")]
    headers = {"content-type": "application/json"}
    given = Delivery(method="POST", url="", body=body, at=datetime.now(UTC), headers=headers, data=data)
    return tuple(source.read(given, Naming()))


def why_none(path: Path) -> str:
    return next((why for start, why in NO_LEAD.items() if short(path).startswith(start)), "")


@absent
@pytest.mark.parametrize("path", samples(), ids=short)
def test_every_sample_that_carries_a_lead_or_behaviour_is_understood(path):
    kept = [item for item in read(path) if isinstance(item, Came | Fetch)]
    assert bool(kept) is not bool(why_none(path)), why_none(path)


@absent
@pytest.mark.parametrize(
    "path", [p for p in samples() if short(p).startswith(("hubspot", "calendly", "linkedin"))], ids=short
)
def test_every_form_that_holds_an_address_names_its_person(path):
    (item,) = read(path)
    assert isinstance(item, Came)
    named: Mapping[str, object] = item.sent.get("traits", item.sent)
    assert "@" in str(named["email"])


@absent
@pytest.mark.parametrize(
    "vector",
    json.loads((FOLDER / "signatures/vectors.json").read_text()) if FOLDER.is_dir() else [],
    ids=lambda v: f"{v['system']}-{v['version']}-{v.get('method', '')}",
)
def test_a_signature_that_their_own_program_made_is_believed(vector):
    if vector["system"] == "slack":
        assert "fields" in heard_of_slack(vector, vector["body"])  # believed, and then no press of a button
        assert "X-Slack-Signature" in heard_of_slack(vector, vector["body"] + " ")
        return
    if VECTORS.get(vector["system"]) != vector["version"]:
        pytest.skip(f"{vector['system']} {vector['version']} is not a signature we take")
    SOURCES[vector["system"].partition("-")[0]].verify(as_delivery(vector), vector["secret"])


def heard_of_slack(vector: Mapping[str, str], body: str) -> str:
    """What the desk says of a press; a form of Slack's own example presses no button."""
    desk = SlackDesk(lambda _: vector["secret"], b"mine", Poster(allowed("")))
    headers = {"x-slack-request-timestamp": vector["timestamp"], "x-slack-signature": vector["signature"]}
    return desk.pressed(headers, body.encode(), datetime.fromtimestamp(int(vector["timestamp"]), UTC)).says


def as_delivery(vector: Mapping[str, str]) -> Delivery:
    at = int(vector["timestamp"])
    when = datetime.fromtimestamp(at / 1000 if vector["system"] == "hubspot" else at, UTC)
    headers = {
        "x-hubspot-signature-v3": vector["signature"],
        "x-hubspot-request-timestamp": vector["timestamp"],
        "webhook-id": vector.get("webhook-id", ""),
        "webhook-timestamp": vector["timestamp"],
        "webhook-signature": vector["signature"],
    }
    url = vector.get("url", "")
    return Delivery(method="POST", url=url, body=vector["body"].encode(), at=when, headers=headers)


def test_hubspot_signs_an_address_in_which_some_signs_stand_as_themselves():
    at = datetime(2027, 3, 2, tzinfo=UTC)
    moment = str(int(at.timestamp() * 1000))
    said = f"POSThttps://h.example/hooks/hubspot?a=b@c{{}}{moment}".encode()
    headers = {"x-hubspot-request-timestamp": moment, "x-hubspot-signature-v3": mac("secret-of-mine", said).hex()}
    url = "https://h.example/hooks/hubspot?a=b%40c"
    SOURCES["hubspot"].verify(Delivery(method="POST", url=url, body=b"{}", at=at, headers=headers), "secret-of-mine")


@pytest.mark.parametrize("said", ["", "0", "99999999999999999999", "-1", "1e3", "soon", "\uff11\uff18"])
def test_an_instant_that_is_none_is_no_fresh_one(said):
    given = Delivery(
        method="POST",
        url="",
        body=b"{}",
        at=datetime(2027, 3, 2, tzinfo=UTC),
        headers={"x-webflow-timestamp": said, "x-webflow-signature": mac("secret", f"{said}:{{}}".encode()).hex()},
    )
    with pytest.raises(Forged):
        SOURCES["webflow"].verify(given, "secret")


def test_each_source_has_a_folder_with_the_same_files():
    home = Path(__file__).parents[2] / "batonpass" / "connectors"
    assert {
        name for name in SOURCES if not (home / name / "sign.py").is_file() or not (home / name / "read.py").is_file()
    } == set()


def test_a_name_an_address_and_a_choice_are_each_read_as_one_answer():
    told = Naming().submission(
        [
            ("Your name", {"first": "Eva", "last": "Ek"}),
            ("E-mail", " eva@firm.example "),
            ("Which", ["a", "b"]),
            ("id", 7),
        ]
    )
    assert told == {
        "email": "eva@firm.example",
        "first_name": "Eva",
        "last_name": "Ek",
        "fields": {"which": "a, b", "their_id": "7"},
    }


def test_the_only_answer_that_looks_like_an_address_is_the_address():
    assert Naming().submission([("1", "eva@firm.example"), ("2", "Firm")])["email"] == "eva@firm.example"


def test_of_two_answers_that_look_like_addresses_none_is_guessed():
    assert "email" not in Naming().submission([("1", "eva@firm.example"), ("2", "nils@firm.example")])


def test_every_kind_of_a_part_has_a_door():
    assert {kind.value for kind in Kind} == {"submission", "track", "page", "identify", "group", "alias"}
