"""By which ids does a sender know a person, and did that person agree to be followed?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from batonpass.handoff import wishes

ID_MOST = 200
GIVEN = frozenset({"granted", "given", "true", "yes", "accepted", "1"})
NO = wishes.NO | {"deny", "none"}
TRACKING = (*wishes.TRACKING, "analytics_storage", "statistics", "status", "state")
ANONYMOUS = ("anonymousId", "anonymous_id")
USER = ("userId", "user_id", "previousId")


def aliases_of(item: Mapping[str, Any]) -> tuple[str, ...]:
    """The ids in a call, each by its kind: a browser's, or that of a person in another system."""
    browsers = [f"anon:{value}" for value in _ids(item, ANONYMOUS)]
    people = [value if ":" in value else f"user:{value}" for value in _ids(item, USER) if "@" not in value]
    return tuple(dict.fromkeys([*people, *browsers]))


def consent_of(item: Mapping[str, Any]) -> bool | None:
    """Did the person agree to be tracked? None when nothing is said."""
    context, properties = item.get("context"), item.get("properties")
    said = [item.get("consent"), _get(context, "consent"), _get(properties, "consent")]
    answers = [answer for one in said if (answer := _answer(one)) is not None]
    return all(answers) if answers else None


def _ids(item: Mapping[str, Any], names: tuple[str, ...]) -> list[str]:
    values = [item.get(name) for name in names]
    return [str(v).strip()[:ID_MOST] for v in values if isinstance(v, str | int) and str(v).strip()]


def _get(holder: object, name: str) -> object:
    return holder.get(name) if isinstance(holder, Mapping) else None


def _answer(said: object) -> bool | None:
    """What one word, or one list of purposes, says about tracking."""
    if isinstance(said, Mapping):
        preferences = said.get("categoryPreferences")
        inner = preferences if isinstance(preferences, Mapping) else said
        told = [_answer(value) for name, value in inner.items() if str(name).lower() in TRACKING]
        known = [one for one in told if one is not None]
        return all(known) if known else None
    if isinstance(said, bool):
        return said
    word = wishes.plain_word(str(said)) if isinstance(said, str | int) else ""
    return True if word in GIVEN else False if word in NO else None
