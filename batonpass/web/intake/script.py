"""How do pages of our own sites tell what a visitor looks at, with consent and without a key that could be stolen?"""

from __future__ import annotations

import asyncio
import base64
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from starlette.responses import JSONResponse, Response

from batonpass.store.arrival import Kind
from batonpass.store.in_force import in_force
from batonpass.store.visitors import Unclaimed
from batonpass.web.body import Receive, length_of, read_body, read_object
from batonpass.web.problem import Problem
from batonpass.web.wiring import Collaborators

from . import events
from .asked import Asked
from .events import Named, NotKept, Read, Unnamed
from .limits import PerMinute, Proxies, forwarded_by
from .submissions import proven
from .visitors import Visitors, told

SCRIPT = Path(__file__).with_name("t.js").read_bytes()
INTEGRITY = "sha384-" + base64.b64encode(hashlib.sha384(SCRIPT).digest()).decode()
VERSION = hashlib.sha256(SCRIPT).hexdigest()[:12]
ID_LEAST, ID_MOST, EVENTS_MOST = 16, 64, 50
A_MINUTE = 120
MINUTES_10 = "600"
SAID = ("event", "name", "properties", "timestamp", "message_id")
PROOF = ("text", "text_version", "page", "purpose")
DAY, YEAR = "public, max-age=86400", "public, max-age=31536000, immutable"


class ScriptDoor:
    """Serves the script, and takes what it sends. No event that comes this way can name a person (S07)."""

    def __init__(self, given: Collaborators, visitors: Visitors) -> None:
        """Stand at an installation."""
        self._given, self._visitors = given, visitors
        self._proxies = Proxies(given.trusted_proxies)
        self._limit = PerMinute(A_MINUTE)

    async def answer(self, asked: Asked, receive: Receive) -> Response:
        """The script to GET; OPTIONS and POST for pages of the sites that the playbook names."""
        if asked.path == "/t.js" and asked.method in ("GET", "HEAD"):
            return _script(asked)
        origin = await self._origin(asked)
        allowed = {
            "Access-Control-Allow-Origin": origin,
            "Vary": "Origin",
            "Cross-Origin-Resource-Policy": "cross-origin",
        }
        if asked.method == "OPTIONS":
            methods = {"Access-Control-Allow-Methods": "POST", "Access-Control-Allow-Headers": "content-type"}
            return Response(None, 204, {**allowed, **methods, "Access-Control-Max-Age": MINUTES_10})
        if asked.method != "POST":
            raise Problem(
                "method-not-allowed", f"{asked.method} means nothing here; POST it", headers={"Allow": "POST"}
            )
        peer = self._not_too_often(asked)
        sent = read_object(await read_body(receive, length_of(asked.content_length)))
        return JSONResponse(await self._take(sent, peer), headers=allowed)

    async def _origin(self, asked: Asked) -> str:
        """The site that asks, if the playbook names it or it is our own; a Problem for any other (S04)."""
        said = next((v.decode("latin-1") for name, v in asked.headers if name == b"origin"), "")
        ours = urlsplit(self._given.base_url)
        if said and said == f"{ours.scheme}://{ours.netloc}":
            return said
        _, world = await in_force(self._given.pool, self._given.watched)
        if said not in world.playbook.tracking.sites:
            raise Problem("not-allowed", "this site is not among `tracking: sites` of the playbook; nothing was kept")
        return said

    def _not_too_often(self, asked: Asked) -> str:
        peer = self._proxies.peer(asked.peer, forwarded_by(asked.headers))
        wait = self._limit.wait(peer, asyncio.get_running_loop().time())
        if wait:
            says = f"too many events came from your address; try again in {wait} s"
            raise Problem("too-many-requests", says, headers={"Retry-After": str(wait)})
        return peer

    async def _take(self, sent: Mapping[str, Any], peer: str) -> dict[str, Any]:
        """Without consent nothing is kept, and it says so; with it, the proof of the consent is kept, too."""
        known_by = sent.get("anonymous_id")
        if not isinstance(known_by, str) or not ID_LEAST <= len(known_by) <= ID_MOST or not known_by.isascii():
            raise Problem("invalid", "anonymous_id must be a random text of 16 to 64 letters", field="anonymous_id")
        if sent.get("consent") is not True:
            alias = f"anon:{known_by}"
            withdrawn = None if sent.get("consent") is None else _says(alias, {"tracking": "withdrawn"})
            await self._visitors.take([NotKept(because=events.DENIED, denied=True, forget=(alias,), wishes=withdrawn)])
            return {"kept": False, "because": events.NO_CONSENT if "consent" not in sent else events.DENIED}
        proof = sent.get("proof")
        reads = [_read(one, known_by) for one in _listed(sent)]
        if isinstance(proof, Mapping):
            reads.append(self._agreed(known_by, proof, peer))
        settled = await self._visitors.take(reads)
        kept = [told(one) for one in settled]
        return {"kept": any(one.get("kept") for one in kept), "items": len(kept)}

    def _agreed(self, known_by: str, proof: Mapping[str, Any], peer: str) -> Unnamed:
        said = {name: str(proof[name])[:500] for name in PROOF if isinstance(proof.get(name), str)}
        consent = {"tracking": "yes", **said}
        whole = proven(consent, page=said.get("page", ""), peer=peer, secret=self._given.session_secret)
        alias = f"anon:{known_by}"
        return Unnamed(waits=(_says(alias, whole),), agreed=True, aliases=(alias,))


def _says(alias: str, consent: Mapping[str, Any]) -> Unclaimed:
    """What the visitor behind an id agreed to or took back."""
    return Unclaimed(
        alias=alias, door="script", caller="script", kind=Kind.TRAITS, sent={"traits": {}, "consent": consent}
    )


def snippet(base_url: str) -> str:
    """What to put into a page so that it loads the script, and no other in its place."""
    agreed = "batonpass.consent(true, {text: 'the words they read', text_version: '2027-01'})"
    return (
        f'<script src="{base_url}/t.js?v={VERSION}" integrity="{INTEGRITY}" crossorigin="anonymous" defer></script>\n'
        f"<!-- once the visitor has agreed: {agreed} -->"
    )


def _script(asked: Asked) -> Response:
    """The script. Anybody may read it: it holds nothing but itself, and browsers check it by its integrity."""
    fixed = f"v={VERSION}".encode() in asked.query
    headers = {
        "Cache-Control": YEAR if fixed else DAY,
        "ETag": f'"{VERSION}"',
        "Access-Control-Allow-Origin": "*",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    return Response(SCRIPT, 200, headers, media_type="text/javascript; charset=utf-8")


def _listed(sent: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    said = sent.get("events", [])
    if not isinstance(said, list) or len(said) > EVENTS_MOST:
        raise Problem("invalid", f"events must be a list of at most {EVENTS_MOST}", field="events")
    return [one for one in said if isinstance(one, Mapping)]


def _read(one: Mapping[str, Any], known_by: str) -> Read | Problem:
    """An event with nothing in it but what was done: who did it is the browser's id, and never an address."""
    bare = {name: one[name] for name in SAID if name in one}
    properties = bare.get("properties")
    if isinstance(properties, Mapping):
        bare["properties"] = {k: v for k, v in properties.items() if k not in ("email", "phone", "consent")}
    call = events.page if one.get("type") == "page" else events.track
    try:
        read = call({**bare, "anonymous_id": known_by, "consent": True}, caller="script")
    except Problem as problem:
        return problem
    return NotKept(because=events.ANONYMOUS) if isinstance(read, Named) else read
