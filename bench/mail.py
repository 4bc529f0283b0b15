"""How long after they sent the form does a mail reach the rep, and the lead?"""

from __future__ import annotations

import asyncio
import email
import email.policy
import json
import re
import time
from collections.abc import AsyncGenerator
from contextlib import suppress
from email.message import EmailMessage

import httpx
from aiosmtpd.smtp import SMTP, Envelope

from bench.cpu import Meter
from bench.ground import TOKEN, Ground
from bench.lines import Line, percentile, within
from bench.plan import Plan
from bench.servers import batonpass, free_port

A_SECOND = 50
NAME = re.compile(r"Q(\d+)Q")
PATIENCE_SECONDS = 30


class Door:
    """Takes mails in and notes when each came, by the number in the lead's name."""

    def __init__(self) -> None:
        self.to_rep: dict[int, float] = {}
        self.to_lead: dict[int, float] = {}
        self.arrived = asyncio.Event()

    async def has_both(self, count: int) -> None:
        """Return when both mails have come for so many leads."""
        while min(len(self.to_rep), len(self.to_lead)) < count:
            self.arrived.clear()
            await self.arrived.wait()

    async def handle_DATA(self, _server: SMTP, _session: object, envelope: Envelope) -> str:  # noqa: N802 - its name
        came = time.perf_counter()
        for recipient in envelope.rcpt_tos:
            if number := NAME.search(recipient.upper()):
                self.to_lead.setdefault(int(number[1]), came)
            elif number := NAME.search(_text(envelope.content)):
                self.to_rep.setdefault(int(number[1]), came)
        self.arrived.set()
        return "250 taken"


async def measure(ground: Ground, plan: Plan) -> AsyncGenerator[Line]:
    """So many leads a second through one ordinary process, which also delivers; the mail server is in this one."""
    door, port = Door(), free_port()
    listening = await asyncio.get_running_loop().create_server(lambda: SMTP(door, hostname="bench"), "127.0.0.1", port)
    settings = {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(port), "SMTP_SECURITY": "plain", "DIGEST_ABOVE": "1000000"}
    async with ground.database() as url:
        named = {"BATONPASS_" + name: value for name, value in settings.items()}
        async with batonpass(url, frozen=True, **named) as (http, pid):
            meter = Meter({"server": pid})
            sent = await _send(http, plan.mails)
            with suppress(TimeoutError):
                await asyncio.wait_for(door.has_both(len(sent)), PATIENCE_SECONDS)
            cpu = meter.read().trees["server"] / len(sent)
    listening.close()
    yield Line(
        measure="CPU of the server for one lead: taken in, two mails written and sent", ours=f"{cpu * 1e3:.1f} ms"
    )
    for who, came, percent, at_most in (("the rep", door.to_rep, 95, 1_000), ("the lead", door.to_lead, 99, 10_000)):
        late = [(came[n] - began) * 1000 for n, began in sent.items() if n in came]
        if len(late) < len(sent):
            yield Line(measure=f"mails to {who} that did not come", ours=str(len(sent) - len(late)), met=False)
        told = f"sending the form to the mail for {who}, {A_SECOND} leads/s"
        yield Line(measure=f"{told}: p50", ours=f"{percentile(late, 50):.2f} ms")
        yield within(f"{told}: p{percent}", percentile(late, percent), "ms", at_most)


async def _send(port: int, count: int) -> dict[int, float]:
    """When each of the forms was sent, evenly apart, whether or not the one before was answered."""
    sent: dict[int, float] = {}
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=headers, timeout=30) as client:

        async def one(number: int) -> None:
            await asyncio.sleep(number / A_SECOND)
            name = f"Q{number}Q"
            body = {"form": "demo", "email": f"{name}@firm{number}.example", "first_name": "Eva", "last_name": name}
            sent[number] = time.perf_counter()
            answer = await client.post("/v1/submissions", content=json.dumps(body | {"country": "SE"}))
            answer.raise_for_status()

        await asyncio.gather(*(one(number) for number in range(count)))
    return sent


def _text(content: bytes) -> str:
    """The words of a mail, decoded."""
    message = email.message_from_bytes(content, policy=email.policy.default)
    body = message.get_body(("plain",)) if isinstance(message, EmailMessage) else None
    return f"{message['subject']} {body.get_content() if body else ''}"
