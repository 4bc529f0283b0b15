"""What is wrong in a file that someone wrote, where does it stand, and what should they change?"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing to mend: `where` is the file, `path` the setting in it, `line` and `column` count from 1."""

    where: str
    says: str
    instead: str = ""
    path: str = ""
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        """Render as `playbook.yaml:12:5 signals.demo.points: "ten" is not a number. Write a number such as 10.`"""
        place = ":".join(str(part) for part in (self.where, self.line, self.column) if part is not None)
        head = f"{place} {self.path}" if self.path else place
        return f"{head}: {_sentence(self.says)} {_sentence(self.instead)}".rstrip()


class Refused(Exception):
    """The file cannot be used as it stands and nothing of it was taken over; holds all problems found, not only one."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)

    def as_dicts(self) -> list[dict[str, str | int | None]]:
        """Give the problems as plain data, for `--json` and for problem+json answers."""
        return [asdict(problem) for problem in self.problems]


def dotted(path: Iterable[str | int]) -> str:
    """Write a path the way problems name it: ("examples", 2, "expect") is `examples[2].expect`."""
    words = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return words.removeprefix(".")


def quoted(value: object, longest: int = 60) -> str:
    """Show what was written, short and on one line, so that no message carries a page or a control character."""
    text = str(value)
    shown = text if len(text) <= longest else text[: longest - 1] + "…"
    return '"' + "".join(letter if letter.isprintable() else f"\\x{ord(letter):02x}" for letter in shown) + '"'


def kind_of(value: object) -> str:
    """Say in plain words what kind of value somebody wrote."""
    if value is None:
        return "nothing"
    kinds: dict[type, str] = {bool: "true or false", str: "text", dict: "a group of settings", list: "a list"}
    return kinds.get(type(value), "a number")


def _sentence(words: str) -> str:
    return words if not words or words.endswith((".", "!", "?", "\n")) else words + "."
