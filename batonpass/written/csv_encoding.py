"""Which letters do the bytes of a file stand for, and is it a text at all?"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from charset_normalizer import from_bytes

from batonpass.written.readable import reading
from batonpass.written.refused import Problem, Refused

CHUNK: Final = 1 << 20
HEAD: Final = 1 << 16
_BOMS: Final = (
    (b"\xef\xbb\xbf", "utf-8-sig", "UTF-8 with a mark at its beginning"),
    (b"\xff\xfe\x00\x00", "utf-32", "UTF-32"),
    (b"\x00\x00\xfe\xff", "utf-32", "UTF-32"),
    (b"\xff\xfe", "utf-16", "UTF-16"),
    (b"\xfe\xff", "utf-16", "UTF-16"),
)
_NO_TEXT: Final = (
    (b"PK\x03\x04", "an Excel workbook, or another packed file", "In Excel choose File > Save As > CSV UTF-8"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook", "In Excel choose File > Save As > CSV UTF-8"),
    (b"\x1f\x8b", "a packed file (gzip)", "Unpack it first: gunzip FILE.csv.gz"),
    (b"%PDF", "a PDF", "Export the list as CSV where it came from"),
    (b"PAR1", "a Parquet file", "Export the list as CSV where it came from"),
    (b"SQLite format 3", "a database file", "Export the table as CSV"),
)
_ONE_BYTE: Final = ("cp1252", "latin_1", "cp1250", "iso8859_2", "cp1251", "cp1253", "cp1254")
"""Where UTF-8 fails, one of these is guessed; Western Europe comes first when they are equally likely."""
_NOT_WESTERN: Final = 0.02
_CONTROLS: Final = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
_CONTROLS_MOST: Final = 0.02
_NULS_OF_UTF_16: Final = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Bytes:
    """What the bytes of a file are: their hash, how many, the encoding, and a sentence about how we know it."""

    digest: bytes
    size: int
    encoding: str
    says: str


def look_at_bytes(path: Path, *, encoding: str = "") -> Bytes:
    """Read the whole file once, in bounded memory; raise Refused for what is no text, saying what to do instead.

    `encoding` is what the person says it is; otherwise UTF-8 if it can be, and else the likeliest.
    """
    with reading(path), path.open("rb") as file:
        head = file.read(HEAD)
        _refuse_what_is_no_text(path, head)
        marked = _marked(head)
        found = _Found()
        file.seek(0)
        for chunk in _whole_lines(iter(lambda: file.read(CHUNK), b"")):
            found.take(chunk, decode=not marked and not encoding)
    name, says = (_said(path, encoding), f"read as {encoding}, as you say") if encoding else marked or found.guess()
    return Bytes(digest=found.digest.digest(), size=found.size, encoding=name, says=says)


class _Found:
    """Counts, on the way through the file, the lines that are UTF-8 and those that are not."""

    def __init__(self) -> None:
        self.digest, self.size = hashlib.sha256(), 0
        self.fit, self.unfit = 0, 0
        self.line, self.first_unfit = 0, 0
        self.sample = bytearray()

    def take(self, chunk: bytes, *, decode: bool) -> None:
        self.digest.update(chunk)
        self.size += len(chunk)
        if decode and not chunk.isascii():
            for number, line in enumerate(chunk.split(b"\n"), self.line + 1):
                if not line.isascii():
                    self._judge(line, number)
        self.line += chunk.count(b"\n")

    def _judge(self, line: bytes, number: int) -> None:
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            self.unfit += 1
            self.first_unfit = self.first_unfit or number
            if len(self.sample) < HEAD:
                self.sample += line + b"\n"
        else:
            self.fit += 1

    def guess(self) -> tuple[str, str]:
        """Give the encoding; a file with a few bad lines among good ones is UTF-8 with bad lines, not another."""
        if not self.unfit:
            return "utf-8", "UTF-8"
        if self.fit > self.unfit:
            return "utf-8", f"UTF-8, but for {self.unfit} lines, the first of them line {self.first_unfit}"
        name = _likeliest(bytes(self.sample))
        says = f"read as {name}, for line {self.first_unfit} is not UTF-8; if names look wrong, say --encoding"
        return name, says


def _likeliest(sample: bytes) -> str:
    """The encoding that makes most sense of the sample; the Western one unless another is clearly better."""
    matches = from_bytes(sample, cp_isolation=list(_ONE_BYTE))
    likely = {name: match.chaos for match in matches for name in match.could_be_from_charset if name in _ONE_BYTE}
    if not likely:
        return "cp1252"
    best = min(likely, key=lambda name: (likely[name], _ONE_BYTE.index(name)))
    return "cp1252" if likely.get("cp1252", 1.0) - likely[best] <= _NOT_WESTERN else best


def _marked(head: bytes) -> tuple[str, str] | None:
    """The encoding that the first bytes give away."""
    for mark, name, says in _BOMS:
        if head.startswith(mark):
            return name, says
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) > len(head) / 2 * _NULS_OF_UTF_16 and max(even, odd) > 4 * min(even, odd):
        name = "utf-16-le" if odd > even else "utf-16-be"
        return name, f"{name.upper()} without a mark"
    return None


def _refuse_what_is_no_text(path: Path, head: bytes) -> None:
    for magic, what, instead in _NO_TEXT:
        if head.startswith(magic):
            raise _no_csv(path, f"this is {what}, not a CSV file", instead)
    if not head.strip():
        raise _no_csv(path, "the file is empty", "Export it again")
    if head.lstrip()[:1] == b"<":
        raise _no_csv(path, "this is a web page or XML, not a CSV file", "Export the list as CSV where it came from")
    if not _marked(head) and len(_CONTROLS.findall(head)) + head.count(0) // 2 > len(head) * _CONTROLS_MOST:
        raise _no_csv(path, "this is a binary file, not a CSV file", "Export the list as CSV where it came from")


def _no_csv(path: Path, says: str, instead: str) -> Refused:
    return Refused([Problem(where=path.name, says=says, instead=instead)])


def _said(path: Path, encoding: str) -> str:
    try:
        "".encode(encoding)
    except LookupError:
        says = f"there is no encoding {encoding!r}"
        raise _no_csv(path, says, "Write one such as utf-8, cp1252, latin-1 or utf-16") from None
    return encoding


def _whole_lines(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Cut at ends of lines, so that no letter of several bytes is cut in two; a giant line goes as it comes."""
    left = b""
    for chunk in chunks:
        joined = left + chunk
        end = joined.rfind(b"\n") + 1 or (len(joined) if len(joined) > 8 * CHUNK else 0)
        left = joined[end:]
        if end:
            yield joined[:end]
    if left:
        yield left
