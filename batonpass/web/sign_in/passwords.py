"""Is this the password, and is a new one good enough?"""

from __future__ import annotations

import re
import secrets
from functools import cache

from anyio import CapacityLimiter, to_thread
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LEAST = 12
MOST = 256
"""Longer than any pass phrase; hashing more would only be work for us."""
AT_ONCE = 2

USUAL = re.compile(
    "(?:password|passwort|passphrase|passe|welcome|willkommen|letmein|admin|administrator|root|login|master|secret|"
    "geheim|changeme|default|test|user|guest|hello|hallo|iloveyou|monkey|dragon|football|baseball|superman|batman|"
    "sunshine|princess|shadow|michael|jordan|summer|winter|spring|autumn|sommer|herbst|fruehling|january|february|"
    "march|april|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|"
    "company|sales|marketing|batonpass|the|my|is|our|new|old|this|a|i)*"
)
"""What people write who are asked for a long password and want a short one."""
READ_MOST = 72
"""How much of a password is searched for words: the time grows with the square of it, and no guess is that long."""
SAFE_FROM = 3
"""The scale of zxcvbn: from three on, more than a hundred million guesses come first."""

HASHER = PasswordHasher()
"""Argon2id with 64 MiB and three passes, as kept hashes have them, so that nobody takes no less time (S42, S43)."""


def hashed(password: str) -> str:
    """The password as it is kept; raise ValueError for one that is too short, too long, or easily guessed."""
    if not LEAST <= len(password) <= MOST:
        raise ValueError(f"a password has {LEAST} to {MOST} characters; this one has {len(password)}")
    if guessable(password):
        raise ValueError("this password is among the first that are guessed; take four words that nobody puts together")
    return HASHER.hash(password)


def guessable(password: str) -> bool:
    """Is it among the first that are tried: words that everybody takes, or what was found in leaks (S42)?

    The words are those of an office like ours, in English and German; leaked passwords, names, rows and columns
    of the keyboard, dates and repetitions are known to zxcvbn.
    """
    from zxcvbn import zxcvbn  # noqa: PLC0415 - a quarter of a second for its lists, and only where a password is chosen

    low = password.lower()
    core = re.sub(r"^[^a-z]+|[^a-z]+$", "", low)
    letters = re.sub(r"[^a-z]", "", core.translate(str.maketrans("0134578@$!", "oieastbasi")))
    plain = re.sub(r"[^a-z]", "", low)
    usual = any(USUAL.fullmatch(one) for one in (letters, plain))
    return usual or zxcvbn(password[:READ_MOST])["score"] < SAFE_FROM


async def fits(password: str, kept: str) -> bool:
    """Is it the password behind the hash? Without a hash the answer is no, after the same work (S43)."""
    if len(password) > MOST:
        return False
    return await to_thread.run_sync(_verify, kept, password, limiter=_limiter())


def _verify(kept: str, password: str) -> bool:
    try:
        return HASHER.verify(kept or nobody(), password)
    except (VerificationError, InvalidHashError):
        return False


@cache
def nobody() -> str:
    """A hash whose password nobody knows, for addresses that nobody here has."""
    return HASHER.hash(secrets.token_urlsafe(24))


@cache
def _limiter() -> CapacityLimiter:
    """Two at a time: a flood of sign-ins must not take the memory or the processors from the leads."""
    return CapacityLimiter(AT_ONCE)
