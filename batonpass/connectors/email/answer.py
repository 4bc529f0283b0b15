"""What does the mail server's answer mean: try again, or never?"""

from __future__ import annotations

import re

from aiosmtplib import errors

from batonpass.connectors.channel import Later, Never, Result

from .plain import one_line

_PERMANENT = 500
_SIGN_IN = {530, 534, 535, 538}
_OUR_STANDING = re.compile(r"5\.7\.\d+")
_FULL = re.compile(r"5\.2\.2")


def judged(error: Exception) -> Result:
    """The verdict on a failed try.

    Never is only for what this recipient or this letter cannot mend: an unknown mailbox, a letter refused. Whatever is
    about us (signing in, the sender, relaying) or about today (busy, full, unreachable) is tried again, because an
    operator can mend it without touching the message.
    """
    match error:
        case errors.SMTPAuthenticationError():
            return Later(why=f"the mail server refuses our user name or password: {_said(error)}")
        case errors.SMTPSenderRefused():
            return Later(why=f"the mail server refuses our sender address {error.sender}: {_said(error)}")
        case errors.SMTPRecipientsRefused():
            return _about_letter(error.recipients[0], "the mail server refuses the recipient")
        case errors.SMTPDataError():
            return _about_letter(error, "the mail server refuses the letter")
        case errors.SMTPResponseException():
            return Later(why=f"the mail server answers {_said(error)}")
        case TimeoutError():
            return Later(why="the mail server did not answer in time")
        case _:
            return Later(why=f"the mail server cannot be reached: {one_line(str(error), most=200)}")


def _about_letter(error: errors.SMTPResponseException, what: str) -> Result:
    why = f"{what}: {_said(error)}"
    ours = error.code in _SIGN_IN or _OUR_STANDING.search(error.message) or _FULL.search(error.message)
    return Later(why=why) if ours or error.code < _PERMANENT else Never(why=why)


def _said(error: errors.SMTPResponseException) -> str:
    return one_line(f"{error.code} {error.message}", most=200)
