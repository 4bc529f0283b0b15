"""What does a CSV file of leave say that somebody sends from the page of people?"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from anyio import to_thread
from starlette.datastructures import UploadFile
from starlette.requests import Request

from batonpass.handoff.people import Leave
from batonpass.tongue.spoken import say
from batonpass.web.parts.forms import from_our_page
from batonpass.web.parts.reader import Reader
from batonpass.web.parts.refused import PageRefused
from batonpass.web.parts.rights import may_change
from batonpass.written.leave_file import read_leave
from batonpass.written.refused import Problem, Refused

BYTES_MAX = 2 * 1024 * 1024


async def read_sent(request: Request, reader: Reader) -> Mapping[str, Sequence[Leave]]:
    """Leave by person, from the file that was sent. Raises Refused with each line that is wrong, PageRefused for none.

    People whom this reader may not change are none of theirs.
    """
    _refuse_too_long(request)
    async with request.form(max_files=1, max_fields=5, max_part_size=64 * 1024) as form:
        from_our_page(request, {k: v for k, v in form.multi_items() if isinstance(v, str)}, reader.token)
        sent = form.get("file")
        if not isinstance(sent, UploadFile) or not sent.filename:
            raise Refused(
                [Problem(where="file", path="file", says=say("no file was chosen"), instead=say("Choose a CSV file"))]
            )
        body = await sent.read()
    with tempfile.TemporaryDirectory(prefix="batonpass-leave-") as folder:
        path = Path(folder) / "leave.csv"
        path.write_bytes(body)
        try:
            return await to_thread.run_sync(read_leave, path, _people(reader))
        except Refused as refused:
            raise Refused([_by_line(one) for one in refused.problems]) from None


def _by_line(one: Problem) -> Problem:
    """A reader of the page knows lines of their file, not of the copy we read."""
    line = say("line {line}: ", line=one.line) if one.line else ""
    return Problem(where="file", path="file", says=f"{line}{one.says}", instead=one.instead)


def _people(reader: Reader) -> Mapping[str, str]:
    reps = [rep for rep in reader.agreed.directory.reps.values() if may_change(reader, rep.id)]
    return {**{rep.email.lower(): rep.id for rep in reps}, **{rep.id.lower(): rep.id for rep in reps}}


def _refuse_too_long(request: Request) -> None:
    size = request.headers.get("content-length", "")
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise PageRefused(415, say("That was no form"), say("Send the form from its page."))
    if not size.isdigit() or int(size) > BYTES_MAX:
        raise PageRefused(
            413, say("Too large"), say("At most 2 MB can be sent here. Run `batonpass leave import` instead.")
        )
