"""The catcher keeps every mail it gets, delivers none, and plays a bad day when asked."""

from __future__ import annotations

from datetime import UTC, datetime

import aiosmtplib
import pytest
from hypothesis import strategies as st

from batonpass.connectors.catcher.kept import Kept, read
from batonpass.connectors.catcher.server import Catcher, Fault
from batonpass.connectors.email.letter import to_bytes
from tests.connectors.sample import DESK, tell
from tests.connectors.untimed import given

RAW = to_bytes(DESK.letter(tell()))


async def hand_in(catcher: Catcher, raw: bytes = RAW, to: str = "ana@lumen.example", **login: str):
    async with aiosmtplib.SMTP(hostname="127.0.0.1", port=catcher.port, start_tls=False, **login) as smtp:
        return await smtp.sendmail("handoff@lumen.example", [to], raw)


async def test_a_mail_is_read_back_with_all_that_matters(catcher):
    await hand_in(catcher)
    (mail,) = catcher.mails.list()
    assert (mail.sender, mail.to) == ("Lumen handoff <handoff@lumen.example>", "Ana Duarte <ana@lumen.example>")
    assert mail.subject.startswith("Asked for a demo: Eva Lind")
    assert mail.date == datetime(2027, 3, 2, 13, 42, tzinfo=UTC)
    assert "They wrote: Can you show the connector?" in mail.text
    assert mail.html.startswith("<!doctype html>")
    assert any(link.endswith("/leads/L42") for link in mail.links)


async def test_the_newest_mail_comes_first(catcher):
    for name in ("Eva", "Bo", "Olle"):
        await hand_in(catcher, to_bytes(DESK.letter(tell(lead_name=name, lines=()))))
    assert [mail.text.split("\n", 1)[0] for mail in catcher.mails.list()] == ["Olle", "Bo", "Eva"]


async def test_a_mail_is_found_by_its_number(catcher):
    await hand_in(catcher)
    (mail,) = catcher.mails.list()
    assert catcher.mails.get(mail.id) == mail


@pytest.mark.parametrize("name", ["", "1", "../secret", "0000000099", "0000000001.eml", "\u0661" * 10])
def test_what_is_no_number_of_a_mail_finds_nothing(tmp_path, name):
    kept = Kept(tmp_path / "mails")
    kept.keep(RAW)
    (tmp_path / "secret.eml").write_bytes(RAW)
    assert kept.get(name) is None


def test_only_the_last_mails_are_kept(tmp_path):
    kept = Kept(tmp_path, most=3)
    names = [kept.keep(RAW) for _ in range(5)]
    assert kept.ids() == names[:1:-1]


def test_numbers_go_on_after_a_new_start(tmp_path):
    first = Kept(tmp_path).keep(RAW)
    assert Kept(tmp_path).keep(RAW) > first


def test_numbers_are_not_given_twice_after_clearing(tmp_path):
    kept = Kept(tmp_path)
    first = kept.keep(RAW)
    kept.clear()
    assert kept.keep(RAW) != first


@given(st.binary(max_size=400))
def test_any_bytes_can_be_read(raw):
    assert read("1", raw).id == "1"


@pytest.mark.parametrize(
    "raw",
    [
        b"Date: Mon, 99 Foo 2027\r\n\r\nx",
        b"Content-Type: text/plain; charset=nonsense\r\n\r\n\xff\xfe",
        b"Content-Type: multipart/alternative; boundary=x\r\n\r\n--x\r\n",
        b"Content-Transfer-Encoding: base64\r\nContent-Type: text/html\r\n\r\n!!!!",
        b"From: <<<>>>,,@\r\nSubject: =?utf-8?q?=0A?=\r\n\r\nx",
        b"From: " + b"(" * 100_000 + b"\r\n\r\nx",
        b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(1_000)),
    ],
    ids=["date", "letters", "parts", "base64", "sender", "comments in comments", "parts in parts"],
)
def test_a_mail_that_is_badly_written_is_shown_as_far_as_it_goes(raw):
    assert read("1", raw).id == "1"


async def test_a_bad_day_ends_after_so_many_refusals(catcher):
    catcher.fail(Fault(at="RCPT", reply="450 4.2.1 not now", times=1))
    with pytest.raises(aiosmtplib.SMTPRecipientsRefused):
        await hand_in(catcher)
    await hand_in(catcher)
    assert len(catcher.mails.ids()) == 1


async def test_a_bad_day_lasts_until_it_is_healed(catcher):
    catcher.fail(Fault(at="MAIL"))
    with pytest.raises(aiosmtplib.SMTPSenderRefused):
        await hand_in(catcher)
    catcher.heal()
    await hand_in(catcher)
    assert len(catcher.mails.ids()) == 1


async def test_one_mailbox_can_be_unknown_while_others_are_fine(catcher):
    catcher.fail(Fault(at="RCPT", reply="550 5.1.1 no such user", to="gone@lumen.example"))
    with pytest.raises(aiosmtplib.SMTPRecipientsRefused):
        await hand_in(catcher, to="gone@lumen.example")
    await hand_in(catcher)
    assert len(catcher.mails.ids()) == 1


async def test_with_accounts_nobody_hands_in_unknown(tmp_path):
    async with Catcher(tmp_path, accounts={"baton": "an invented password"}) as catcher:
        with pytest.raises(aiosmtplib.SMTPSenderRefused, match="sign in first"):
            await hand_in(catcher)
        with pytest.raises(aiosmtplib.SMTPAuthenticationError):
            await hand_in(catcher, username="baton", password="another")
        await hand_in(catcher, username="baton", password="an invented password")
        assert len(catcher.mails.ids()) == 1


async def test_the_catcher_listens_on_this_machine_alone(catcher):
    assert [socket.getsockname()[0] for socket in catcher._server.sockets] == ["127.0.0.1"]
