"""Is everything that has a name used somewhere?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.tidy.house import files, short

FOR_ITSELF = {
    "TRANSLATED": "tells the translation's tool which words a letter may hold",
    "ANSWERED_FASTER_CONVERTS_MORE": "says of the town what is not so, for whoever reads its truth",
}
BY_NAME = re.compile(r"test_|Test|pytest_|__|_$")
"""Found by their names: tests, hooks of pytest, what Python itself asks for."""
CODE = (".py", ".html", ".j2", ".sql", ".toml", ".cfg", ".txt", ".sh", ".css", ".js")
GIVEN = re.compile(r"^(?:(?:async )?def |class )(\w+)|^([A-Z_]\w*) *(?::[^=\n]+)?=[^=]", re.MULTILINE)
WORD = re.compile(r"\w+")


def given_names(code: str) -> Iterator[str]:
    """The names that a file gives at its margin; what is decorated belongs to whoever decorates it."""
    for found in GIVEN.finditer(code):
        above = code[: found.start()].rpartition("\n")[0].rpartition("\n")[2]
        if not above.startswith(("@", ")")) or found[2]:
            yield found[1] or found[2]


def unused(codes: Mapping[Path, str], words: Mapping[str, int]) -> list[str]:
    return [
        f"{short(path)} {name}"
        for path, code in codes.items()
        for name in given_names(code)
        if words[name] == 1 and name not in FOR_ITSELF and not BY_NAME.match(name)
    ]


def test_everything_that_has_a_name_is_used():
    texts = {path: path.read_text("utf-8") for path in files(*CODE) if path.parent.name != "lib"}
    words = Counter(word for text in texts.values() for word in WORD.findall(text))
    assert unused({path: text for path, text in texts.items() if path.suffix == ".py"}, words) == []


def test_the_rule_sees_what_nobody_uses():
    code = 'GONE = 1\nUSED: int = 2\n@routes.get(\n    "/x"\n)\ndef page(): ...\ndef left(): ...\nclass Kept: ...\n'
    words = Counter(WORD.findall(code + "USED Kept"))
    assert [line.split()[-1] for line in unused({Path(__file__): code}, words)] == ["GONE", "left"]
