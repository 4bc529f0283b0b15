"""Somebody is named by hand, by address, number or id: under which keys may we know them?"""

from __future__ import annotations

from collections.abc import Sequence

from batonpass.handoff.person import NUMBER, keys_of, normal_email
from batonpass.handoff.refusal import Refusal
from batonpass.written.phones import e164

STRANGER = "nobody's lead"
"""Who is noted in place of a lead, where somebody was nobody's."""


def keys_said(who: str) -> tuple[str, ...]:
    """As it was said, and as we write it: a lead's id, an address in any alphabet or case, a number as it is dialled.

    So whoever wants to forget anna@bücher.example, or +46 8 123 456, is not told that nobody is known as that.
    """
    said = who.strip()
    return tuple(dict.fromkeys((said, said.lower(), *_as_we_write(said))))


def traces_said(who: Sequence[str]) -> tuple[str, ...]:
    """What of such keys is found in a text: addresses and numbers; who is nobody's lead is known by nothing else."""
    return tuple(said.removeprefix(NUMBER) for said in who if "@" in said or said.startswith(NUMBER))


def _as_we_write(said: str) -> tuple[str, ...]:
    if "@" in said:
        try:
            return keys_of(normal_email(said))
        except Refusal:
            return ()
    number = e164(said.lower().removeprefix(NUMBER).strip())
    return (NUMBER + number,) if number.startswith("+") else ()
