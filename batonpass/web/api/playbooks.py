"""Which playbook is in force, and may this one take its place?"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Depends, Request, Response

from batonpass.store.directory import apply
from batonpass.store.entries import versions
from batonpass.store.in_force import in_force
from batonpass.store.signatures import Mode, missing
from batonpass.web.api.guard import Given, Who, scoped, sent_bytes
from batonpass.web.api.openapi import takes
from batonpass.web.api.shapes import CheckedOut, PlaybookLine
from batonpass.web.api.shapes_sent import PlaybookIn
from batonpass.web.body import read_object
from batonpass.web.problem import Problem
from batonpass.written.check import Checked, check
from batonpass.written.load import Written, load
from batonpass.written.refused import Refused

YAML = frozenset({"application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml", "text/plain", ""})
WHERE = "playbook"
reads = scoped("read")
steers = scoped("admin")


class Yaml(Response):
    """A playbook as it was written."""

    media_type = "application/yaml"


async def sent_playbook(request: Request) -> str:
    """The playbook that was sent: YAML itself, or JSON: with it under `text`, or the playbook as an object."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json" and kind not in YAML:
        says = f"the playbook came as {kind}; send application/yaml, or application/json with `text`"
        raise Problem("unsupported-media-type", says)
    body = await sent_bytes(request)
    if kind == "application/json":
        return _of_object(read_object(body), body)
    return _decoded(body)


def _of_object(sent: Mapping[str, Any], body: bytes) -> str:
    """The words of a playbook in JSON; one that is an object of its own is YAML already, as all JSON is."""
    if "version" in sent and "definition" in sent:
        return _decoded(body)
    text = sent.get("text")
    if not isinstance(text, str):
        raise Problem("invalid", "text must be the playbook, word for word", field="text")
    return text


def _decoded(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise Problem("unreadable", "the playbook is not UTF-8") from None


Text = Annotated[str, Depends(sent_playbook)]
TAKES = takes(PlaybookIn, yaml=True)


@reads.get("/playbooks", response_model=list[PlaybookLine], summary="Versions of the playbook")
async def list_playbooks(given: Given) -> Any:
    """Every version that is or was in force, the latest first."""
    return await versions(given.pool)


@reads.get("/playbooks/active", response_class=Yaml, summary="The playbook in force")
async def active_playbook(given: Given) -> Response:
    """Word for word, as YAML."""
    _, world = await in_force(given.pool, given.watched)
    return Yaml(world.written.text)


@reads.post("/playbooks/check", response_model=CheckedOut, openapi_extra=TAKES, summary="Try a playbook")
async def check_playbook(text: Text, given: Given) -> Any:
    """Say all that is wrong with it, and how it decides about its own examples; nothing is put in force."""
    try:
        written, cases = await _checked(text, given)
    except Refused as refused:
        return {"ok": False, "problems": refused.as_dicts()}
    return _report(written, cases)


@steers.post(
    "/playbooks", response_model=CheckedOut, status_code=201, openapi_extra=TAKES, summary="Put a playbook in force"
)
async def apply_playbook(text: Text, given: Given, who: Who) -> Any:
    """Atomically, once it is sound and decides its own examples as written; running clocks keep theirs (T9)."""
    written, cases = await _checked(text, given)
    report = _report(written, cases)
    if not report["ok"]:
        failed = [one for one in report["cases"] if not one["passed"]]
        says = f"{len(failed)} of its {len(cases)} examples do not come out as written; mend them or the rules"
        raise Problem("invalid", says, field="definition.examples", problems=failed)
    if given.signatures == Mode.TWO and await missing(given.pool, report["version"], Mode.TWO):
        says = "sales and marketing sign every playbook here (BATONPASS_SIGNATURES=two)"
        raise Problem("conflict", f"{says}; draft it with POST /v1/playbooks/drafts and let them sign it on its page")
    await apply(given.pool, text, where=WHERE, by=who.label, note="over the API")
    given.poke()
    return report


async def _checked(text: str, given: Given) -> tuple[Written, tuple[Checked, ...]]:
    """Reading takes a while, so it is done aside; the door stays open."""
    now, _ = await in_force(given.pool, given.watched)

    def both() -> tuple[Written, tuple[Checked, ...]]:
        written = load(text, WHERE)
        return written, check(written, now)

    return await asyncio.to_thread(both)


def _report(written: Written, cases: tuple[Checked, ...]) -> dict[str, Any]:
    told = [_case(one) for one in cases]
    return {
        "ok": all(one["passed"] for one in told),
        "version": written.playbook.version,
        "problems": [],
        "warnings": Refused(written.warnings).as_dicts(),
        "notes": written.notes,
        "cases": told,
    }


def _case(checked: Checked) -> dict[str, Any]:
    case = checked.case
    told = {"name": case.name, "kind": case.kind, "line": case.line, "passed": checked.passed}
    return {**told, "missed": dict(checked.missed), "got": dict(checked.got), "because": checked.because}
