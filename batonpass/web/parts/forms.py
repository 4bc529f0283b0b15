"""What stands in a form that was sent to us, and was it sent from one of our own pages?"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import Request

from batonpass.tongue.spoken import say

from .house import house
from .refused import PageRefused

BYTES_MAX = 64 * 1024
FIELDS_MAX = 250
"""A team's leads, ticked one by one, fit into one form."""


async def read_form(request: Request, *, most: int = BYTES_MAX, as_written: str = "") -> Mapping[str, str]:
    """Give the fields of a plain form, spaces around them cut off; raise PageRefused for anything else.

    A form of more than `most` bytes is refused before it is read in full. The field `as_written` keeps its spaces.
    The request remembers the fields, for whoever has to tell that it was refused.
    """
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        raise PageRefused(415, say("That was no form"), say("Send the form from its page."))
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > most:
            raise PageRefused(413, say("Too long"), say("Shorten what you wrote and send it again."))
    fields = _fields(body, as_written)
    request.state.fields = fields
    return fields


def _fields(body: bytes, as_written: str) -> Mapping[str, str]:
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=FIELDS_MAX)
    except ValueError:
        raise PageRefused(400, say("That was no form"), say("Go back to the page and send its form again.")) from None
    fields = {name: value if name == as_written else value.strip() for name, value in pairs}
    if any("\0" in value for value in fields.values()):
        raise PageRefused(
            400, say("That cannot be kept"), say("Remove the characters that cannot be shown, and send it again.")
        )
    return fields


def from_our_page(request: Request, form: Mapping[str, str], token: str) -> None:
    """Raise PageRefused unless the form stood on a page of ours and holds this person's token (S46)."""
    if (
        not same_origin(request)
        or not token
        or not secrets.compare_digest(form.get("token", "").encode(), token.encode())
    ):
        raise PageRefused(
            403, say("Not carried out"), say("The form was too old, or came from another site. Open the page again.")
        )


def same_origin(request: Request) -> bool:
    """Did the browser say that the request came from this site? One that says neither is judged by its token alone.

    Over http a browser gives no `Sec-Fetch-Site`, and a proxy may have put a name of its own into `Host`; then it is
    the address in our settings by which people reach us.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("origin")
    ours = {request.headers.get("host", ""), urlsplit(house(request).base_url).netloc} - {""}
    return origin is None or urlsplit(origin).netloc in ours
