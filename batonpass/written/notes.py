"""What was found wrong while reading one part of a file, and where does each thing stand?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from batonpass.written.nearest import did_you_mean
from batonpass.written.refused import Problem, Refused, dotted, quoted

MOST = 100
"""So much is told of one file: nobody mends more at once, and each is looked for among all that may have been meant."""


class Points(Protocol):
    """Turns a path and what is wrong there into a problem with its place; `Parsed.problem` even knows the line."""

    def __call__(self, path: Sequence[str | int], says: str, instead: str = "", *, at_key: bool = False) -> Problem: ...


def points_by_path(where: str) -> Points:
    """Give a `Points` for data whose lines are not known, such as a request's body."""

    def point(path: Sequence[str | int], says: str, instead: str = "", *, at_key: bool = False) -> Problem:  # noqa: ARG001  there is no line to choose
        return Problem(where=where, path=dotted(path), says=says, instead=instead)

    return point


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes:
    """Collects problems, so that a person is told of all of them at once; `at` is where in the file we are reading.

    Once there are MOST of them nobody reads on: the file is refused with those. Of warnings the first so many are kept.
    """

    point: Points
    at: tuple[str | int, ...] = ()
    problems: list[Problem] = field(default_factory=list[Problem])
    refuses: bool = True
    """Is the file refused for what stands here?"""

    def under(self, *steps: str | int) -> "Notes":
        """Give the same notes, one or more steps deeper in the file."""
        return Notes(point=self.point, at=(*self.at, *steps), problems=self.problems, refuses=self.refuses)

    def add(self, says: str, instead: str = "", *, at_key: bool = False) -> None:
        """Note what is wrong here and what to write instead."""
        if len(self.problems) < MOST:
            self.problems.append(self.point(self.at, says, instead, at_key=at_key))
        elif self.refuses:
            raise Refused([self.point((), f"more than {MOST} things are wrong; these are the first"), *self.problems])

    def only(self, written: Iterable[str], known: Iterable[str]) -> None:
        """Note every setting among those written that nobody reads, with the one that was probably meant."""
        names = tuple(known)
        for key in written:
            if key not in names:
                self.under(key).add(f"{quoted(key)} is not a setting here", did_you_mean(key, names), at_key=True)

    def refuse(self) -> None:
        """Raise Refused with everything noted so far, if anything was."""
        if self.problems:
            raise Refused(self.problems)
