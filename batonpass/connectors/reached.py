"""What does a CRM say that somebody of ours did: whom did they reach, how and when? Or did the lead answer?"""

from __future__ import annotations

from dataclasses import dataclass

TOUCH, REPLY = "touch", "reply"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """A touch, or a reply, as another system tells of it; `kind` is one of ours, `at` as they write it, or empty.

    `people` are ids such as hubspot:501 of who it is with. Of ours it names `owner`, their id of the person, or `by`,
    our own name or mail address.
    """

    reached: str
    kind: str
    at: str = ""
    people: tuple[str, ...] = ()
    email: str = ""
    owner: str = ""
    by: str = ""
    key: str = ""
