"""How quick is this machine just now, beside the one on which a fixed figure was measured?

A figure of another day cannot be measured in turn with ours, and machines of one kind differ from hour to hour by a
half. So something that was measured there too is measured here, before and after: what a small request costs that
uvicorn hands to FastAPI, pydantic checks and FastAPI answers. It is Python, system calls and memory, as a handoff is.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from statistics import mean

from fastapi import FastAPI
from pydantic import BaseModel

from bench.cpu import Meter
from bench.lines import Line
from bench.servers import free_port, output, running

THERE = 148.0
"""Microseconds of CPU a request on a machine of the kind that Odoo's figure comes from, in the trials it belongs to:
with a CPython 3.11.7 that was built without optimisation, one process, wrk -t1 -c32, and a body of 230 bytes. Here it
is sent half as much, which is kinder to this machine. An optimised Python takes about 0.77 of the time for it and 0.85
for a handoff: with such a one the figures as they are can be compared; those at that pace come out a tenth too low."""
SECONDS = 6
LOAD = Path(__file__).with_suffix(".lua")

app = FastAPI()


class Submission(BaseModel):
    """What the request holds."""

    email: str
    name: str
    company: str
    country: str


@app.post("/v1/submissions")
async def answer(sent: Submission) -> dict[str, object]:
    return {"ok": True, "email": sent.email}


async def request_costs() -> float:
    """Microseconds of CPU that a server process spends on one request, now."""
    wrk = shutil.which("wrk")
    if wrk is None:
        raise RuntimeError("the load generator `wrk` is missing; install the package of that name")
    port = free_port()
    command = ("uvicorn", "bench.pace:app", "--port", str(port), "--log-level", "error")
    async with running(port, *command) as pid:
        meter = Meter({"server": pid})
        address = f"http://127.0.0.1:{port}/v1/submissions"
        told = await output(wrk, "-t1", "-c32", f"-d{SECONDS}s", "-s", str(LOAD), address)
        spent = meter.read().trees["server"]
    if "Non-2xx" in told:
        raise RuntimeError(f"not every request was answered: {told.strip()[-300:]}")
    return spent / int(re.findall(r"(\d+) requests in", told)[0]) * 1e6


def slower(before: float, after: float) -> float:
    """How many times as long the same takes on this machine as on that one; below 1 where this one is quicker."""
    return mean((before, after)) / THERE


def paced(before: float, after: float) -> Line:
    """How this machine did, as a line of the table."""
    return Line(
        measure="a request that FastAPI checks and answers: CPU, before and after",
        ours=f"{before:.0f} and {after:.0f} us",
        reference=f"{THERE:.0f} us (where Odoo's figure comes from)",
        ratio=f"{slower(before, after):.2f}",
    )
