"""How does a reader say on a lead's page that two leads are one person, or two after all?"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from starlette.requests import Request

from batonpass.handoff.refusal import invalid
from batonpass.store.merge import merge, unmerge
from batonpass.tongue.spoken import say
from batonpass.web.parts.house import house
from batonpass.web.parts.reader import Reader
from batonpass.web.parts.refused import PageRefused, not_here

from .open import find_lead, is_id

Form = Mapping[str, str]


async def merge_with(request: Request, reader: Reader, lead_id: str, form: Form) -> str:
    """Make this lead and the one named in the form one; give the id they live on under. Raises Refusal."""
    _must_act(reader)
    named = form.get("other", "").strip().rpartition("/")[2]
    if not is_id(named) or not named:
        raise invalid(
            say("write the other lead's id, such as L06j0bbnn01r7jdt1kq, or paste its address"), field="other"
        )
    await find_lead(request, reader, named)
    home = house(request)
    kept = await merge(home.pool, home.watched, lead_id, named, by=reader.by)
    home.poke()
    return kept


async def take_apart(request: Request, reader: Reader, lead_id: str, _: Form) -> str:
    """Take the last merge into this lead back; give its id. Raises Refusal."""
    _must_act(reader)
    home = house(request)
    try:
        await unmerge(home.pool, home.watched, lead_id, by=reader.by)
    except LookupError:
        raise not_here() from None
    home.poke()
    return lead_id


def _must_act(reader: Reader) -> None:
    if not reader.acts:
        raise PageRefused(
            403, say("Not for you"), say("You can read leads. Ask an administrator if you should work them too.")
        )


JOINS: Mapping[str, Callable[[Request, Reader, str, Form], Awaitable[str]]] = {
    "merge": merge_with,
    "unmerge": take_apart,
}
