"""What is there to say when a page is not for somebody, is not there, or was asked for in a wrong way?"""

from __future__ import annotations

from batonpass.tongue.spoken import say


class SignInNeeded(Exception):
    """Nobody, or nobody any more, is signed in."""


class PageRefused(Exception):
    """The request changes nothing; `says` tells its sender what to do."""

    def __init__(self, status: int, title: str, says: str) -> None:
        super().__init__(says)
        self.status, self.title, self.says = status, title, says


def not_here() -> PageRefused:
    """The same answer for a lead that is not there and for one that is not theirs, so that nothing can be learnt."""
    says = say("There is no such lead, or it is no longer yours. It may have been given to a colleague.")
    return PageRefused(404, say("No lead for you here"), says)
