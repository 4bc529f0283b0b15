"""Mails reach a real SMTP server, in few connections, and each of its answers is understood."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from aiosmtplib import errors

from batonpass.connectors.catcher.server import Catcher, Fault
from batonpass.connectors.channel import Later, Never, Sent
from batonpass.connectors.email.aimed import MOST, Aimed
from batonpass.connectors.email.answer import judged
from batonpass.connectors.email.line import MailServer, Security
from batonpass.connectors.email.send import EmailChannel
from batonpass.handoff import record
from tests.connectors.listener import talking
from tests.connectors.sample import HOOK, OURS, ack, hook, tell

AT = datetime(2027, 3, 2, 10, tzinfo=UTC)


def channel(port: int, *, lines: int = 4, **login: str) -> EmailChannel:
    return EmailChannel(MailServer(host="127.0.0.1", port=port, security=Security.PLAIN, **login), OURS, lines=lines)


@pytest.fixture
async def email(catcher):
    """The channel, with the catcher at its other end."""
    open_channel = channel(catcher.port)
    yield open_channel
    await open_channel.close()


def numbered(number: int):
    return replace(tell(), key=f"L{number}/7/assigned/ana/email")


async def test_a_mail_arrives(email, catcher):
    assert isinstance(await email.send(tell()), Sent)
    (mail,) = catcher.mails.list()
    assert mail.to == "Ana Duarte <ana@lumen.example>"


async def test_an_acknowledgement_arrives_with_a_way_out(email, catcher):
    await email.send(ack())
    (mail,) = catcher.mails.list()
    page, post = dict(mail.headers)["List-Unsubscribe"].split(", ")
    assert ("/choices/" in page, post) == (True, "<mailto:hello@lumen.example?subject=unsubscribe>")
    assert dict(mail.headers)["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def answer(n: int, domain: str, minutes: int = 0):
    one = ack()
    to = f"p{n}@{domain}"
    effect = record.replace(one.effect, to=to)
    return replace(one, key=f"{n}/ack", recipient=to, effect=effect, at=one.at + timedelta(minutes=minutes))


async def test_nobody_aims_our_answers_at_a_company(email, catcher):
    """S06: from as many addresses as one likes; what is for our own people goes on."""
    for n in range(MOST):
        assert isinstance(await email.send(answer(n, "Victim.de")), Sent)
    assert "aiming" in (await email.send(answer(99, "victim.de"))).why
    others = [answer(99, "gmail.com"), answer(99, "other.de"), tell(), answer(99, "victim.de", minutes=61)]
    assert [type(await email.send(one)) for one in others] == [Sent] * 4


@pytest.mark.parametrize("domain", ["gmail.com", "load.example", "example.com"])
def test_of_free_mail_and_of_names_for_trials_nobody_is_aimed_at(domain):
    aimed = Aimed(most=1)
    aimed.went(f"p@{domain}", AT)
    assert not aimed.too_many(f"q@{domain}", AT)
    aimed.went("p@greatexample.com", AT)
    assert aimed.too_many("q@greatexample.com", AT)


async def test_a_burst_goes_over_one_connection(catcher):
    email = channel(catcher.port, lines=1)
    assert {type(await email.send(numbered(n))) for n in range(20)} == {Sent}
    await email.close()
    assert (catcher.connections, len(catcher.mails.ids())) == (1, 20)


async def test_a_crowd_shares_a_few_connections(email, catcher):
    results = await asyncio.gather(*(email.send(numbered(n)) for n in range(40)))
    assert {type(result) for result in results} == {Sent}
    assert catcher.connections == 4
    assert len(catcher.mails.ids()) == 40


async def test_a_mail_sent_twice_is_seen_to_be_one(email, catcher):
    await email.send(tell())
    await email.send(tell())
    assert len({dict(mail.headers)["Message-ID"] for mail in catcher.mails.list()}) == 1


async def test_a_server_that_hung_up_in_between_costs_no_mail(tmp_path):
    async with Catcher(tmp_path) as first:
        email = channel(first.port)
        await email.send(numbered(1))
    async with Catcher(tmp_path, port=first.port):
        assert isinstance(await email.send(numbered(2)), Sent)
        await email.close()


async def one_mail_a_connection(reader, writer):
    """A server that has had enough of a connection after one mail, and says so when it is spoken to again."""
    writer.write(b"220 hello\r\n")
    taken = in_letter = False
    async for line in reader:
        verb = line[:4].upper().strip()
        if in_letter:
            in_letter = line != b".\r\n"
            answer = b"" if in_letter else b"250 taken\r\n"
            taken = not in_letter
        else:
            in_letter = verb == b"DATA"
            answer = b"421 idle too long\r\n" if taken else b"354 go on\r\n" if in_letter else b"250 fine\r\n"
        writer.write(answer)


async def test_a_server_that_is_weary_of_a_connection_costs_no_mail():
    async with talking(one_mail_a_connection) as port:
        email = channel(port, lines=1)
        assert {type(await email.send(numbered(n))) for n in range(3)} == {Sent}
        await email.close()


async def test_a_busy_server_is_tried_later_and_then_gets_it(email, catcher):
    catcher.fail(Fault(at="DATA", reply="451 4.3.0 try later", times=1))
    assert await email.send(tell()) == Later(why="the mail server refuses the letter: 451 4.3.0 try later")
    assert isinstance(await email.send(tell()), Sent)


async def test_an_unknown_mailbox_is_never_tried_again(email, catcher):
    catcher.fail(Fault(at="RCPT", reply="550 5.1.1 no such user"))
    assert await email.send(tell()) == Never(why="the mail server refuses the recipient: 550 5.1.1 no such user")


async def test_a_sender_that_is_refused_can_be_mended_by_an_operator(email, catcher):
    catcher.fail(Fault(at="MAIL", reply="550 5.7.1 not your domain"))
    result = await email.send(tell())
    assert isinstance(result, Later)
    assert "refuses our sender address handoff@lumen.example" in result.why


async def test_a_wrong_password_waits_and_says_so_without_the_password(tmp_path):
    async with Catcher(tmp_path, accounts={"baton": "right"}) as catcher:
        email = channel(catcher.port, username="baton", password="wrong-and-secret")
        result = await email.send(tell())
        await email.close()
    assert isinstance(result, Later)
    assert "refuses our user name or password" in result.why
    assert "wrong-and-secret" not in f"{result}{email.__dict__}"


async def test_a_server_that_is_not_there_is_tried_later(tmp_path):
    async with Catcher(tmp_path) as gone:
        port = gone.port
    result = await channel(port).send(tell())
    assert isinstance(result, Later)
    assert "cannot be reached" in result.why


async def test_a_server_that_breaks_off_is_tried_later():
    async def hang_up(_reader, writer):
        writer.write(b"220 hello\r\n")

    async with talking(hang_up) as port:
        result = await channel(port).send(tell())
    assert isinstance(result, Later)


async def test_a_server_that_offers_no_encryption_gets_nothing(catcher):
    strict = EmailChannel(MailServer(host="127.0.0.1", port=catcher.port), OURS)
    result = await strict.send(tell())
    assert isinstance(result, Later)
    assert catcher.mails.ids() == []


async def test_a_bad_address_never_reaches_the_server(email, catcher):
    assert isinstance(await email.send(tell(to="ana@x.example, bo@x.example")), Never)
    assert catcher.connections == 0


async def test_a_post_to_a_program_never_leaves_by_mail(email):
    assert isinstance(await email.send(replace(hook(HOOK.to), recipient="ana@lumen.example")), Never)


async def test_without_a_server_every_mail_waits_and_says_why():
    assert await EmailChannel(None, OURS).send(tell()) == Later(why="no mail server is set; set BATONPASS_SMTP_HOST")


def test_a_password_is_never_sent_in_the_open():
    with pytest.raises(ValueError, match="unencrypted"):
        MailServer(host="mail.firm.example", security=Security.PLAIN, username="baton", password="x")


def test_a_password_does_not_show_in_a_print():
    assert "hidden" not in repr(MailServer(host="mail.firm.example", username="baton", password="hidden"))


def refused(code: int, says: str) -> errors.SMTPRecipientsRefused:
    return errors.SMTPRecipientsRefused([errors.SMTPRecipientRefused(code, says, "ana@lumen.example")])


@pytest.mark.parametrize(
    ("error", "verdict"),
    [
        (refused(550, "5.1.1 no such user"), Never),
        (refused(553, "5.1.3 bad syntax"), Never),
        (refused(450, "4.2.1 grey-listed"), Later),
        (refused(552, "5.2.2 mailbox full"), Later),
        (refused(554, "5.7.1 relay access denied"), Later),
        (refused(530, "authentication required"), Later),
        (errors.SMTPDataError(554, "5.6.0 malformed"), Never),
        (errors.SMTPDataError(550, "5.7.1 looks like spam today"), Later),
        (errors.SMTPDataError(452, "4.3.1 disk full"), Later),
        (errors.SMTPAuthenticationError(535, "5.7.8 wrong"), Later),
        (errors.SMTPSenderRefused(550, "who are you", "a@x.example"), Later),
        (errors.SMTPHeloError(550, "go away"), Later),
        (errors.SMTPConnectResponseError(554, "no service"), Later),
        (errors.SMTPServerDisconnected("gone"), Later),
        (errors.SMTPReadTimeoutError("slow"), Later),
        (ConnectionResetError("reset"), Later),
        (TimeoutError(), Later),
    ],
    ids=str,
)
def test_only_what_nobody_of_ours_can_mend_is_never_tried_again(error, verdict):
    assert isinstance(judged(error), verdict)
