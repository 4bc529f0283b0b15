"""Which inputs did a plain form send, and what do they mean?"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from starlette.datastructures import Headers
from starlette.formparsers import MultiPartException, MultiPartParser

from batonpass.handoff.capture import PERSON_FIELDS
from batonpass.web.problem import Problem

INPUTS_MOST = 200
HONEYPOT = "website_url"
RENDERED = ("t", "rendered_at")
NEXT = "_next"
MARKS = ("_form", "_test")
"""What a form of ours says about itself."""
BROWSER = "anonymous_id"
"""The id under which our script knows the browser; its earlier visits join the lead."""
SOURCE = {"utm_campaign": "campaign", "utm_medium": "medium", "utm_source": "channel", "page": "page"}
ALIASES = {"firstname": "first_name", "lastname": "last_name", "e_mail": "email", "job_title": "title"}
ONCE = frozenset({*PERSON_FIELDS, "message"})
Pairs = list[tuple[str, str]]


async def read_pairs(content_type: bytes, body: bytes) -> Pairs:
    """The inputs in their order, empty ones left out; a Problem for anything that is no plain form (S12, S13)."""
    kind, _, parameters = content_type.partition(b";")
    match kind.strip().lower():
        case b"application/x-www-form-urlencoded":
            charset = parameters.strip().lower().partition(b"charset=")[2].strip(b'" ')
            if charset not in (b"", b"utf-8", b"utf8"):
                raise Problem("unsupported-media-type", "send the form in UTF-8: <form accept-charset=utf-8>")
            pairs = _urlencoded(body)
        case b"multipart/form-data":
            pairs = await _multipart(content_type, body)
        case other:
            said = other.decode("latin-1") or "nothing"
            says = f"the form came as {said}; send application/x-www-form-urlencoded or multipart/form-data"
            raise Problem("unsupported-media-type", says)
    return [(name, value) for name, value in pairs if name and value.strip()]


def meaning(form: str, pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The inputs as a submission: what we know by name, where the person came from, and everything else as fields.

    A person's own field must come once (S12); several inputs of any other name, such as ticked boxes, are joined.
    """
    sent: dict[str, Any] = {"form": form}
    source: dict[str, str] = {}
    consent: dict[str, str] = {}
    fields: dict[str, str] = {}
    for name, value in joined(pairs).items():
        if name in ONCE:
            sent[name] = value
        elif name in SOURCE:
            source[SOURCE[name]] = value
        elif name == "consent" or name.startswith("consent_"):
            consent[name.removeprefix("consent_") if name != "consent" else "marketing"] = value
        elif name == BROWSER:
            sent[name] = value
        elif name not in (HONEYPOT, NEXT, *RENDERED, *MARKS):
            fields[name] = value
    groups = {"source": source, "consent": consent, "fields": fields}
    return sent | {name: group for name, group in groups.items() if group}


def joined(pairs: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """Each name once, by our name for it."""
    found: dict[str, str] = {}
    for said, value in pairs:
        name = _known(said)
        if "\0" in name or "\0" in value:
            raise Problem("invalid", "the form holds a NUL character; send plain text", field=name.replace("\0", ""))
        if name in found and name in ONCE:
            raise Problem("invalid", f"the form has two inputs named {name}; keep one", field=name)
        found[name] = f"{found[name]}, {value}" if name in found else value
    return found


def _urlencoded(body: bytes) -> Pairs:
    try:
        return parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=INPUTS_MOST)
    except UnicodeError:
        raise Problem("unreadable", "the form is not urlencoded UTF-8") from None
    except ValueError:
        raise Problem("invalid", f"a form may have at most {INPUTS_MOST} inputs") from None


async def _multipart(content_type: bytes, body: bytes) -> Pairs:
    if b"charset" in content_type.lower() and b"utf-8" not in content_type.lower():
        raise Problem("unsupported-media-type", "send the form in UTF-8: <form accept-charset=utf-8>")
    headers = Headers(raw=[(b"content-type", content_type)])
    parser = MultiPartParser(headers, _whole(body), max_files=0, max_fields=INPUTS_MOST, max_part_size=len(body) + 1)
    try:
        form = await parser.parse()
    except MultiPartException as error:
        if "files" in error.message:
            raise Problem("invalid", "files are not taken here; remove the file input from the form") from None
        raise Problem("unreadable", f"the form cannot be read: {error.message}") from None
    except (UnicodeError, KeyError, ValueError):
        raise Problem("unreadable", "the form is not well-formed multipart/form-data in UTF-8") from None
    return [(name, value) for name, value in form.multi_items() if isinstance(value, str)]


async def _whole(body: bytes) -> AsyncGenerator[bytes]:
    yield body


def _known(said: str) -> str:
    """Our own name for an input, however its words are joined: First-Name is first_name; any other stays as it is."""
    plain = said.strip().lower().replace("-", "_").replace(" ", "_")
    ours = ALIASES.get(plain, plain)
    return ours if ours in ONCE or ours in SOURCE else said
