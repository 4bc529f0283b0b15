"""Is everybody told, once, when one of two ways out is away for hours, or both are?"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from tests.whole.people import STARTER, move_in, person
from tests.whole.program import Program, program

NINE = "2027-03-02T09:00:00Z"
WAYS = {kind: {"first": ["slack"], "then": ["email"]} for kind in ("assigned", "reassigned", "reminder", "breach")}


@dataclass(slots=True)
class Slack:
    """The incoming webhook of everybody, on a real server: what it took, and whether it is away."""

    away: bool = False
    taken: list[str] = field(default_factory=list)
    tried: int = 0

    def of(self, lead: str) -> int:
        """How often this lead was named in what was taken."""
        return sum(lead in body for body in self.taken)


@contextmanager
def served(slack: Slack) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            slack.tried += 1
            if not slack.away:
                slack.taken.append(body)
            self.send_response(503 if slack.away else 200)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/hook"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


@pytest.fixture
def slack() -> Slack:
    return Slack()


@pytest.fixture
def both(database, slack) -> Iterator[Program]:
    """Ana alone in the pool; she and Mara are told in Slack first, then by mail."""
    with (
        served(slack) as url,
        program(database, ANA_SLACK=f"{url}/ana", MARA_SLACK=f"{url}/mara", BATONPASS_WEBHOOK_ALLOW="127.0.0.1") as on,
    ):
        on.serve()
        move_in(on, "ana", at="2027-03-01T08:00:00Z")
        for name in ("ana", "mara"):
            on.put(f"/v1/reps/{name}", person(name, slack=f"{name.upper()}_SLACK"))
        ways = "".join(f"  {kind}: {{first: [slack], then: [email]}}\n" for kind in WAYS)
        on.apply(
            re.sub(r"(?m)^notify:\n(  .*\n)+", f"notify:\n{ways}", STARTER.replace('version: "1"', 'version: "2"'))
        )
        on.now(NINE)
        yield on


def leads(on: Program, many: int) -> list[str]:
    return [on.submit("demo", f"x{n}@firm{n}.example")["lead_id"] for n in range(many)]


def told_by_mail(on: Program, lead: str, name: str = "ana") -> int:
    return sum(lead in mail.text for mail in on.post.to(f"{name}@lumen.example"))


def test_with_slack_away_mail_tells_each_thing_once_and_slack_repeats_nothing(both: Program, slack: Slack):
    slack.away = True
    some = leads(both, 3)
    both.now("2027-03-02T09:10:00Z")
    assert [told_by_mail(both, lead) for lead in some] == [1, 1, 1]
    for lead in some:
        both.ask("POST", f"/v1/leads/{lead}/touches", {"by": "ana", "kind": "call"})
    both.now("2027-03-02T12:00:00Z")
    slack.away = False
    both.now("2027-03-02T20:00:00Z")
    assert (slack.taken, [told_by_mail(both, lead) for lead in some]) == ([], [1, 1, 1])
    assert {both.lead(lead)["clocks"][0]["state"] for lead in some} == {"met"}


def test_with_mail_away_slack_tells_each_thing_once_and_no_breach_is_ours(both: Program, slack: Slack):
    both.post.fail()
    some = leads(both, 3)
    both.now("2027-03-02T11:00:00Z")
    assert {(c["state"], c["excuse"]) for c in (both.lead(lead)["clocks"][0] for lead in some)} == {("breached", "")}
    before = [slack.of(lead) for lead in some]
    both.post.heal()
    both.now("2027-03-02T20:00:00Z")
    assert [slack.of(lead) for lead in some] == before
    assert [told_by_mail(both, lead, name) for lead in some for name in ("ana", "mara")] == [0] * 6
    assert [len(both.post.to(f"x{n}@firm{n}.example")) for n in range(3)] == [1, 1, 1]


def test_with_both_away_for_hours_one_message_afterwards_has_each_lead_once_and_its_links_act(
    both: Program, slack: Slack
):
    slack.away = True
    both.post.fail()
    some = leads(both, 6)
    for hour in ("09:30", "10:00", "10:30", "11:00"):
        both.now(f"2027-03-02T{hour}:00Z")
    assert {both.lead(lead)["clocks"][0]["excuse"] for lead in some} == {"notification_outage"}
    both.post.heal()
    both.now("2027-03-02T14:00:00Z")
    (mail,) = both.post.to("ana@lumen.example")
    assert [mail.text.count(f"/leads/{lead}") for lead in some] == [1] * 6
    slack.away = False
    both.now("2027-03-02T18:00:00Z")
    assert (slack.taken, len(both.post.to("ana@lumen.example"))) == ([], 1)
    accept = re.findall(r"Accept: (\S+)", mail.text)
    for link in accept:
        assert httpx.post(
            link, data={"note": ""}, headers={"Origin": both.environment["BATONPASS_BASE_URL"]}
        ).is_success
    assert [both.lead(lead)["stage"] for lead in some] == ["SAL"] * 6
