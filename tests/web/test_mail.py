"""Are caught mails shown, and can none of them do anything but be looked at?"""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from batonpass.connectors.catcher.kept import Kept

pytestmark = pytest.mark.asyncio(loop_scope="session")


def caught(site, folder, html: str = "<p>Hello</p>") -> str:
    """A mail in the catcher; its number."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "handoff@lumen.example", "ana@lumen.example", "Eva <Lind>"
    mail.set_content("Eva asked for a demo: http://localhost/do/abc")
    mail.add_alternative(html, subtype="html")
    site.app.state.catcher = Kept(folder)
    return site.app.state.catcher.keep(mail.as_bytes())


async def test_a_caught_mail_is_listed(site, tmp_path):
    caught(site, tmp_path)
    async with site.signed_in("ana") as visitor:
        assert "Eva &lt;Lind&gt;" in (await visitor.get("/mail")).text


async def test_where_a_mail_leads_is_there_to_be_followed(site, tmp_path):
    mail = caught(site, tmp_path, '<a href="http://localhost/do/abc">Accept</a>')
    async with site.signed_in("ana") as visitor:
        assert '<a class="cut" href="http://localhost/do/abc"' in (await visitor.get(f"/mail/{mail}")).text


async def test_a_link_that_is_a_script_is_not_offered(site, tmp_path):
    mail = caught(site, tmp_path, '<a href="javascript:alert(1)">Accept</a>')
    async with site.signed_in("ana") as visitor:
        assert 'href="javascript:' not in (await visitor.get(f"/mail/{mail}")).text


async def test_the_html_of_a_mail_runs_no_script_and_asks_nobody(site, tmp_path):
    mail = caught(site, tmp_path)
    async with site.signed_in("ana") as visitor:
        policy = (await visitor.get(f"/mail/{mail}/html")).headers["content-security-policy"]
    assert ("default-src 'none'" in policy, "script-src" in policy, "sandbox" in policy) == (True, False, True)


async def test_a_mail_that_is_gone_is_not_there(site, tmp_path):
    caught(site, tmp_path)
    async with site.signed_in("ana") as visitor:
        assert (await visitor.get("/mail/0000000099")).status_code == 404


async def test_without_a_catcher_there_is_no_such_page(site):
    async with site.signed_in("ana") as visitor:
        assert (await visitor.get("/mail")).status_code == 404


async def test_mails_are_shown_to_nobody_who_has_not_signed_in(site, tmp_path):
    mail = caught(site, tmp_path)
    async with site.visitor() as visitor:
        assert (await visitor.get(f"/mail/{mail}/html")).status_code == 303
