"""What was brought with this request: a list as a file, and what its sender says about it?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import Request

from batonpass.store.imports import HISTORIC, LIVE
from batonpass.store.uploads import BYTES_MOST, Choice
from batonpass.tongue.spoken import later, say
from batonpass.web.parts.reader import Agreed
from batonpass.written.refused import Problem, Refused

AROUND = 64 * 1024
"""What stands round a file in a form."""
FIELDS_MAX = 20
MODES = {
    HISTORIC: later("As history: nobody is paged, no clock starts"),
    LIVE: later("Live: ready leads are handed over at once"),
}
TOO_LARGE = later(
    "At most {most} MB can be brought here. Divide the list, or run `batonpass import FILE.csv` "
    "on the machine itself, which takes files of any size."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """A file by its name, and the plain fields beside it."""

    name: str
    body: bytes
    fields: Mapping[str, str]


class TooLarge(Exception):
    """More than fits was announced or sent, and not read to its end."""


class NoForm(Exception):
    """What was sent cannot be read as a form with a file."""


async def brought(request: Request, field: str = "file") -> Brought:
    """The form that was sent. TooLarge by what it announces or brings; NoForm for anything that is none."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise NoForm
    bounded = Request(request.scope, _counted(request))
    try:
        async with bounded.form(max_files=1, max_fields=FIELDS_MAX, max_part_size=AROUND) as form:
            fields = {name: said.strip() for name, said in form.multi_items() if isinstance(said, str)}
            file = form.get(field)
            if not isinstance(file, UploadFile) or not file.filename:
                return Brought(name="", body=b"", fields=fields)
            return Brought(name=file.filename, body=await file.read(), fields=fields)
    except (HTTPException, MultiPartException):
        raise NoForm from None


async def whole_body(request: Request) -> bytes:
    """The body as it came; TooLarge as `brought`."""
    return await Request(request.scope, _counted(request)).body()


def choice_of(fields: Mapping[str, str], agreed: Agreed, *, columns: Mapping[str, str] | None = None) -> Choice:
    """What was decided; Refused for a mode or form that is none."""
    mode, form, known = fields.get("mode") or HISTORIC, fields.get("form", ""), agreed.playbook.signals_of_forms
    if mode not in MODES:
        raise _wrong(
            "mode",
            say('"{mode}" is no mode', mode=mode),
            say("Choose {historic} or {live}", historic=HISTORIC, live=LIVE),
        )
    if form and form not in known:
        says = say('the form "{form}" gives no signal in the playbook in force', form=form)
        raise _wrong(
            "form", says, say("Choose one of {part}, or leave it out", part=", ".join(sorted(known)) or "none")
        )
    return Choice(columns=dict(columns or {}), mode=mode, form=form, encoding=fields.get("encoding", ""))


def _wrong(path: str, says: str, instead: str) -> Refused:
    return Refused([Problem(where="list", path=path, says=says, instead=instead)])


def _counted(request: Request) -> Any:
    """The same stream, which ends with TooLarge where it would become too long; so does one that announces it."""
    announced = request.headers.get("content-length", "")
    if announced.isascii() and announced.isdigit() and int(announced) > BYTES_MOST + AROUND:
        raise TooLarge
    size = 0

    async def receive() -> Any:
        nonlocal size
        message = await request.receive()
        size += len(message.get("body", b""))
        if size > BYTES_MOST + AROUND:
            raise TooLarge
        return message

    return receive
