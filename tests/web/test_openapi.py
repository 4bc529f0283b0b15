"""Is every route described, and does no request, fitting or not, break what the description promises?"""

from __future__ import annotations

import asyncio
import json
import re
import threading
from collections.abc import Iterator
from contextlib import suppress
from queue import Queue
from types import SimpleNamespace

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from batonpass.web.api.openapi import operations
from batonpass.web.app import ROUTES
from tests.database import shared_database
from tests.tidy.house import ROOT
from tests.web.doors import open_doors
from tests.web.site import answering

__all__ = ["shared_database"]
PROMISES = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
BARE = {
    "/v1/submissions", "/v1/track", "/v1/page", "/v1/identify", "/v1/group", "/v1/alias", "/v1/batch", "/f/{form}",
    "/hooks/{source}", "/t", "/t.js",
}  # fmt: skip
EXAMPLES = 8


@pytest.fixture(scope="module")
def running(shared_database) -> Iterator[SimpleNamespace]:
    """The whole application at a port, in a thread with a loop of its own."""
    ready: Queue[SimpleNamespace] = Queue()

    async def run() -> None:
        done = asyncio.Event()
        async with open_doors(shared_database, forms_per_minute=10**6) as doors, answering(doors.app) as url:
            loop = asyncio.get_running_loop()
            end = lambda: loop.call_soon_threadsafe(done.set)  # noqa: E731 - handed to the other thread
            lead = await doors.submit()
            ready.put(SimpleNamespace(url=url, headers=dict(doors.http.headers), end=end, lead=lead["lead_id"]))
            await done.wait()

    thread = threading.Thread(target=asyncio.run, args=(run(),))
    thread.start()
    found = ready.get(timeout=60)
    yield found
    found.end()
    thread.join()


@pytest.fixture(scope="module")
def description(running):
    """The description as the program gives it."""
    return schemathesis.openapi.from_url(f"{running.url}/openapi.json")


def spec_of(description) -> dict:
    return description.raw_schema


def test_it_is_openapi_3_1(description):
    assert spec_of(description)["openapi"] == "3.1.0"


def test_every_route_is_described(description):
    routes = {
        (route.path_format, method.lower()) for router in ROUTES for route in router.routes for method in route.methods
    }
    described = {(path, method) for path, method, _ in operations(spec_of(description))}
    assert routes <= described
    assert {path for path, _ in described - routes} == BARE


def test_every_route_is_in_the_documents(description):
    told = (ROOT / "docs/api.md").read_text("utf-8")
    assert [path for path, _, _ in operations(spec_of(description)) if path not in told] == []


def test_every_reference_leads_somewhere(description):
    spec = spec_of(description)
    named = set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(spec)))
    assert named <= set(spec["components"]["schemas"])


def test_every_call_under_v1_needs_a_key_and_names_its_scope(description):
    for path, _, operation in operations(spec_of(description)):
        if path.startswith("/v1"):
            assert (operation["security"], "Scope of the key" in operation["description"]) == ([{"key": []}], True)


def test_every_operation_is_summed_up_and_may_answer_with_a_problem(description):
    for _, _, operation in operations(spec_of(description)):
        assert operation["summary"]
        assert "application/problem+json" in operation["responses"]["422"]["content"]


def test_what_a_door_answers_to_who_only_tries_it_is_described(description, running):
    greeted = spec_of(description)["paths"]["/hooks/{source}"]["get"]
    assert f"{httpx.get(f'{running.url}/hooks/typeform').status_code}" in greeted["responses"]


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.timeout(600)
def test_no_generated_request_breaks_the_description(description, running, mode):
    for found in description.get_all_operations():
        attack(found.ok(), mode, running)


def attack(operation, mode: GenerationMode, running: SimpleNamespace) -> None:
    """Send what fits the description, or what does not; whatever comes back must be as described."""
    of_the_lead = {"lead_id": running.lead} if "{lead_id}" in operation.path else None
    requests = operation.as_strategy(mode, path_parameters=of_the_lead)

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=requests)
    def send(case) -> None:
        case.call_and_validate(headers=running.headers, checks=PROMISES)

    # A route that takes nothing cannot be sent anything wrong.
    with suppress(Unsatisfiable):
        send()
