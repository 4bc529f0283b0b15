"""What does a reason code mean, in the words of the playbook?"""

from __future__ import annotations

from collections.abc import Mapping

from .playbook import Playbook


def reasons_said(playbook: Playbook) -> Mapping[str, str]:
    """Every reason that somebody may give for a lead, in words: why sales gave it back, or an account executive did."""
    second = playbook.second
    ended = {code: one.says.get(code) or plain(code) for one in playbook.outcomes.values() for code in one.reasons}
    lost = {code: plain(code) for code in second.lost} if second else {}
    returned = {code: one.says for code, one in second.returns.items()} if second else {}
    given = {code: one.says for code, one in playbook.rejections.items()}
    return lost | ended | returned | given


def reason_words(code: str, playbook: Playbook) -> str:
    """Why, in words; a code that the playbook knows no more is read as words itself."""
    return reasons_said(playbook).get(code) or plain(code)


def plain(code: str) -> str:
    """A code as words."""
    return code.replace("_", " ")
