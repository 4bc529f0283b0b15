"""Which mails do the tests write, how are they brought to the door, and what becomes of them?"""

from __future__ import annotations

import asyncio
import smtplib
from contextlib import asynccontextmanager
from email.message import EmailMessage

from batonpass.run.mail_in import MailDoor, open_mail_door
from batonpass.run.wake import Wake
from tests.web.doors import PLAYBOOK, open_doors

ADDRESS = "touch+k3v9x2m7q4tz@in.lumen.example"
ANA, ANNA = "ana@lumen.example", "anna.berg@acme.example"
ID = "<m1@lumen.example>"


def written(
    *, by: str = ANA, to: str = ANNA, known: str = ID, date: str = "Tue, 02 Mar 2027 10:00:00 +0000", **more: str
) -> EmailMessage:
    """A mail that somebody typed."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Message-ID"], mail["Subject"] = by, to, known, "Your question"
    if date:
        mail["Date"] = date
    for name, value in more.items():
        mail[name.replace("_", "-")] = value
    mail.set_content("Hello, shall we talk?\n")
    return mail


def bounce(*, of: str = ID, to: str = ANNA, action: str = "failed", known: str = "<b1@relay.example>") -> bytes:
    """A report that a mail did not arrive (RFC 3464)."""
    return f"""From: MAILER-DAEMON@relay.example\r
To: {ANA}\r
Message-ID: {known}\r
Date: Tue, 02 Mar 2027 10:05:00 +0000\r
Auto-Submitted: auto-replied\r
MIME-Version: 1.0\r
Content-Type: multipart/report; report-type=delivery-status; boundary="=x"\r
\r
--=x\r
Content-Type: text/plain\r
\r
It did not arrive.\r
--=x\r
Content-Type: message/delivery-status\r
\r
Reporting-MTA: dns; relay.example\r
\r
Final-Recipient: rfc822; {to}\r
Action: {action}\r
Status: 5.1.1\r
Diagnostic-Code: smtp; 550 no such person\r
\r
--=x\r
Content-Type: text/rfc822-headers\r
\r
From: {ANA}\r
Message-ID: {of}\r
\r
--=x--\r
""".encode()


def invitation(
    *, by: str = ANA, method: str = "REQUEST", answer: str = "NEEDS-ACTION", known: str = "<i1@cal>"
) -> bytes:
    """A meeting of Ana with Anna, as calendars send it."""
    return f"""From: {by}\r
To: {ANNA if by == ANA else ANA}\r
Message-ID: {known}\r
Date: Tue, 02 Mar 2027 10:00:00 +0000\r
Auto-Submitted: auto-generated\r
MIME-Version: 1.0\r
Content-Type: multipart/alternative; boundary="=y"\r
\r
--=y\r
Content-Type: text/plain\r
\r
Shall we meet?\r
--=y\r
Content-Type: text/calendar; charset=utf-8; method={method}\r
\r
BEGIN:VCALENDAR\r
METHOD:{method}\r
BEGIN:VEVENT\r
UID:u-1\r
ORGANIZER;CN=Ana:mailto:{ANA}\r
ATTENDEE;CN="Berg, Anna";ROLE=REQ-PARTICIPANT;PARTSTAT={answer};RSVP=TRUE:ma\r
 ilto:{ANNA}\r
DTSTART:20270304T100000Z\r
END:VEVENT\r
END:VCALENDAR\r
--=y--\r
""".encode()


async def bring(port: int, mail: EmailMessage | bytes, *, envelope: str = ANA, to: str = ADDRESS) -> tuple[int, str]:
    """Hand a mail over as a relay does; what the door answers to it."""

    def talk() -> tuple[int, str]:
        with smtplib.SMTP("127.0.0.1", port, timeout=60) as line:
            line.ehlo()
            line.mail(envelope)
            code, said = line.rcpt(to)
            if code == 250:
                code, said = line.data(mail if isinstance(mail, bytes) else mail.as_bytes())
            return code, said.decode()

    return await asyncio.to_thread(talk)


@asynccontextmanager
async def house(database: str, playbook: str = PLAYBOOK):
    """The application, and the port of its mail door."""
    async with open_doors(database, playbook) as doors:
        wake = Wake(doors.pool, database)
        door = MailDoor(host="127.0.0.1", port=0, address=ADDRESS)
        async with open_mail_door(door, doors.pool, doors.given.watched, wake) as port:
            yield doors, port


async def lead_of(doors, email: str = ANNA) -> dict:
    """The lead as the API tells it."""
    (line,) = await doors.get(f"/v1/leads?email={email}")
    return await doors.get(f"/v1/leads/{line['id']}")


async def first_touch(doors) -> str:
    """How the promise of a first touch stands."""
    clocks = (await lead_of(doors))["clocks"]
    return next(one["state"] for one in clocks if one["promise"] == "first_touch")


async def facts(doors, kind: str) -> list[dict]:
    """The facts of a kind, in their order."""
    line = await lead_of(doors)
    return [one for one in await doors.get(f"/v1/leads/{line['id']}/timeline") if one["fact"] == kind]


async def set_aside(doors) -> list[str]:
    """Why each mail waits for a person."""
    return [one["because"] for one in await doors.get("/v1/inbox?state=quarantined")]
