"""Does the mail server take a mail from us?"""

from __future__ import annotations

from email.message import EmailMessage

from aiosmtplib import SMTPException

from .line import Line, MailServer
from .plain import one_address, one_line


async def try_mail(server: MailServer, sender: str, recipient: str) -> str:
    """Send one mail; say in a line what went wrong, or nothing when the server took it."""
    if one_address(recipient) is None:
        return "this is no mail address"
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = sender, recipient, "Batonpass can write to you"
    letter.set_content("This is the mail you asked for. Leads will reach your reps by this way.\n")
    line = Line(server)
    try:
        await line.carry(letter.as_bytes(), sender=sender, recipient=recipient)
    except (SMTPException, OSError, TimeoutError) as error:
        return one_line(f"{type(error).__name__}: {error}", most=200)
    finally:
        line.close()
    return ""
