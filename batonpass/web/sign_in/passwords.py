"""Is this the password, and is a new one good enough?"""

from __future__ import annotations

import secrets
from functools import cache

from anyio import CapacityLimiter, to_thread
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LEAST = 12
MOST = 256
"""Longer than any pass phrase; hashing more would only be work for us."""
AT_ONCE = 2

HASHER = PasswordHasher()
"""Argon2id with 64 MiB and three passes, as kept hashes have them, so that nobody takes no less time (S42, S43)."""


def hashed(password: str) -> str:
    """The password as it is kept; raise ValueError for one that is too short or too long."""
    if not LEAST <= len(password) <= MOST:
        raise ValueError(f"a password has {LEAST} to {MOST} characters; this one has {len(password)}")
    return HASHER.hash(password)


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
