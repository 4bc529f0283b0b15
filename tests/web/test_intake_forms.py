"""Does a plain HTML form bring its lead, and does a bot learn nothing from trying?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from batonpass.web.intake.fill_time import stamp
from batonpass.web.intake.form_fields import HONEYPOT
from batonpass.web.intake.limits import PerMinute, Proxies
from tests.web.doors import caller, open_doors

EVA = {"email": "eva@firm.example", "first_name": "Eva"}
JSON = {"Accept": "application/json"}
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
FOREIGN = ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "evil", "/a\nb"]


@pytest.fixture
async def stranger(doors):
    """Somebody without a key."""
    async with caller(doors.app) as opened:
        yield opened


def shown(seconds_ago: float) -> str:
    """The stamp of a form of ours that was rendered a while ago."""
    return stamp(datetime.now(UTC) - timedelta(seconds=seconds_ago), b"s" * 32)


async def one_lead(doors) -> dict:
    (line,) = await doors.get("/v1/leads")
    return await doors.get(f"/v1/leads/{line['id']}")


async def test_a_plain_form_brings_a_lead_with_its_promise(doors, stranger):
    answer = await stranger.post("/f/demo", data=EVA, headers=BROWSER)
    lead = await one_lead(doors)
    assert (answer.status_code, "Thank you" in answer.text) == (200, True)
    assert (lead["email"], lead["clocks"][0]["due_at"]) == ("eva@firm.example", "2027-03-02T10:30:00Z")


async def test_a_form_sent_twice_is_folded_and_one_sent_later_is_not(doors, stranger):
    """Scenario A02: the same from a plain form without a key: the same content within ten minutes is one submission;
    later it is a new one about the same lead.
    """
    for _ in range(2):
        await stranger.post("/f/demo", data=EVA)
    await doors.at("2027-03-02T10:20:00Z")
    await stranger.post("/f/demo", data=EVA)
    lead = await one_lead(doors)
    captured = [f for f in await doors.get(f"/v1/leads/{lead['id']}/timeline") if f["fact"] == "Captured"]
    assert (len(captured), [clock["due_at"] for clock in lead["clocks"]]) == (2, ["2027-03-02T10:30:00Z"])


async def test_a_person_who_comes_back_gets_one_answer_and_their_owner_one_note(doors, stranger):
    """Scenario A02: the same from a plain form without a key: the same content within ten minutes is one submission;
    later it is a new one about the same lead.
    """
    await stranger.post("/f/demo", data=EVA)
    await doors.at("2027-03-02T10:20:00Z")
    await stranger.post("/f/demo", data=EVA)
    kinds = [message["kind"] for message in await doors.get("/v1/outbox")]
    assert (kinds.count("ack"), kinds.count("asked_again") <= 1) == (1, True)


async def test_lines_are_taken_as_browsers_send_them(doors, stranger):
    """Whoever presses Enter in a message sends CRLF; one of two lines was refused."""
    answer = await stranger.post("/f/demo", data={**EVA, "message": "Two sites.\r\nCall me.", "plans": "one\r\ntwo"})
    lead = await one_lead(doors)
    assert (answer.status_code, lead["fields"]["plans"]) == (200, "one two")
    (captured,) = [f for f in await doors.get(f"/v1/leads/{lead['id']}/timeline") if f["fact"] == "Captured"]
    assert "Two sites.\nCall me." in str(captured["message"])


async def test_a_multipart_form_without_files_brings_a_lead(doors, stranger):
    parts = {name: (None, value) for name, value in EVA.items()}
    answer = await stranger.post("/f/demo", files=parts)
    assert (answer.status_code, (await one_lead(doors))["name"]) == (200, "Eva")


@pytest.mark.parametrize("accept", [JSON, BROWSER])
@pytest.mark.parametrize("following", ["", "/thanks?from=form"])
async def test_a_bot_is_answered_exactly_as_a_person_is(doors, stranger, accept, following):
    """S01: byte for byte."""
    sent = {**EVA, "_next": following}
    answers = [
        await stranger.post("/f/demo", data=data, headers=accept)
        for data in (sent, {**sent, HONEYPOT: "x", "company": "F"}, {**sent, "t": shown(0.3), "company": "Firm"})
    ]
    told = {(a.status_code, a.content, tuple(a.headers.multi_items())) for a in answers}
    assert (len(told), len(await doors.get("/v1/inbox"))) == (1, 2)


@pytest.mark.parametrize("bot", [{HONEYPOT: "http://x"}, {"t": "just now"}, {"rendered_at": "2027-03-02T09:59:59.5Z"}])
async def test_what_a_bot_sends_waits_in_quarantine_and_pages_nobody(doors, stranger, bot):
    """Scenario A17: a robot fills the field that people do not see: it is answered like anybody and waits for a
    person; its promise begins when it is released.
    """
    sent = {name: shown(0) if value == "just now" else value for name, value in bot.items()}
    await stranger.post("/f/demo", data={**EVA, **sent})
    assert (await doors.rows("leads"), await doors.rows("outbox"), await doors.rows("clocks")) == (0, 0, 0)
    (waits,) = await doors.get("/v1/inbox?state=quarantined")
    assert (waits["sent"]["email"], bool(waits["because"])) == ("eva@firm.example", True)


async def test_a_released_bot_starts_its_clock_at_the_release(doors, stranger):
    """Scenario A17: a robot fills the field that people do not see: it is answered like anybody and waits for a
    person; its promise begins when it is released.
    """
    await stranger.post("/f/demo", data={**EVA, HONEYPOT: "x"})
    await doors.at("2027-03-02T10:12:00Z")
    (waits,) = await doors.get("/v1/inbox")
    answer = await doors.http.post(f"/v1/inbox/{waits['id']}/release")
    assert (answer.status_code, answer.json()["due_at"]) == (200, "2027-03-02T10:42:00Z")
    assert await doors.get("/v1/inbox") == []


async def test_a_form_that_a_person_took_time_over_is_a_lead(doors, stranger):
    await stranger.post("/f/demo", data={**EVA, "t": shown(3)})
    await stranger.post("/f/demo", data={"email": "b@firm.example", "t": "1700000000000"})
    assert await doors.rows("leads") == 2


async def test_a_forged_stamp_is_no_stamp_of_ours(doors, stranger):
    await stranger.post("/f/demo", data={**EVA, "t": shown(0)[:-1] + "x"})
    assert await doors.rows("leads") == 1


async def test_the_form_to_try_needs_no_script_and_posts_to_its_own_address(stranger):
    page = await stranger.get("/f/demo")
    assert (page.status_code, 'action="/f/demo"' in page.text, HONEYPOT in page.text) == (200, True, True)
    assert "form-action 'self'" in page.headers["content-security-policy"]


async def test_the_browser_goes_on_to_a_path_of_this_site(stranger):
    answer = await stranger.post("/f/demo", data={**EVA, "_next": "/thanks"}, headers=BROWSER)
    assert (answer.status_code, answer.headers["location"]) == (303, "/thanks")


@pytest.mark.parametrize("following", FOREIGN)
async def test_the_browser_is_sent_nowhere_else(doors, stranger, following):
    answer = await stranger.post("/f/demo", data={**EVA, "_next": following}, headers=BROWSER)
    assert (answer.status_code, await doors.rows("leads")) == (200, 1)


async def test_inputs_become_what_they_mean_and_unknown_ones_become_fields(doors, stranger):
    sent = {"E-Mail": "eva@firm.example", "firstname": "Eva", "utm_campaign": "spring", "utm_medium": "cpc"}
    more = {"utm_source": "search", "page": "/pricing", "team_size": "20", "consent_news": "yes"}
    await stranger.post("/f/demo", data={**sent, **more})
    lead = await one_lead(doors)
    assert lead["source"] == {"campaign": "spring", "medium": "cpc", "channel": "search", "page": "/pricing"}
    assert (lead["fields"]["first_name"], lead["fields"]["team_size"]) == ("Eva", "20")


async def test_several_ticked_boxes_of_one_name_are_one_field(doors, stranger):
    await stranger.post("/f/demo", data={**EVA, "product": ["reports", "alerts"]})
    assert (await one_lead(doors))["fields"]["product"] == "reports, alerts"


async def test_two_inputs_for_the_address_are_refused(doors, stranger):
    """S12."""
    answer = await stranger.post("/f/demo", data={"email": ["a@firm.example", "b@firm.example"]}, headers=JSON)
    assert (answer.status_code, answer.json()["field"], await doors.rows("inbox")) == (422, "email", 0)


async def test_a_refused_form_tells_a_person_on_a_page_what_to_change(doors, stranger):
    answer = await stranger.post("/f/demo", data={"first_name": "Eva"}, headers=BROWSER)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "text/html; charset=utf-8")
    assert "e-mail address or a phone number" in answer.text


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"email=%FF%FE", "application/x-www-form-urlencoded", 400),
        (b"\xff=1", "application/x-www-form-urlencoded", 400),
        (b"email=a%00b@firm.example", "application/x-www-form-urlencoded", 422),
        (b"&".join(b"a%d=1" % n for n in range(10_000)), "application/x-www-form-urlencoded", 422),
        (b"email=a@firm.example", "application/x-www-form-urlencoded; charset=utf-7", 415),
        (b"email=a@firm.example", "text/plain", 415),
        (b'{"email": "a@firm.example"}', "application/json", 415),
        (b"--x\r\nnonsense", "multipart/form-data; boundary=x", 422),
        (b"email=a", "multipart/form-data", 400),
        (b"a" * 1_000_001, "application/x-www-form-urlencoded", 413),
    ],
)
async def test_what_is_no_form_is_refused_in_plain_words(stranger, content, kind, status):
    """S11, S12."""
    answer = await stranger.post("/f/demo", content=content, headers={**JSON, "Content-Type": kind})
    assert (answer.status_code, bool(answer.json()["detail"])) == (status, True)


async def test_files_are_not_taken(doors, stranger):
    """S13."""
    answer = await stranger.post("/f/demo", data=EVA, files={"cv": ("cv.html", b"<b>")}, headers=JSON)
    assert (answer.status_code, await doors.rows("inbox")) == (422, 0)


async def test_a_form_without_a_sensible_name_is_not_there(stranger):
    assert (await stranger.post("/f/..%2Fadmin", data=EVA)).status_code == 404


async def test_one_address_may_send_so_many_forms_a_minute_and_others_notice_nothing(database):
    """S02."""
    async with open_doors(database, forms_per_minute=3) as doors, caller(doors.app) as stranger:
        answers = [await stranger.post("/f/demo", data={"email": f"p{n}@firm.example"}) for n in range(5)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
        assert 1 <= int(answers[-1].headers["retry-after"]) <= 60
        assert await doors.rows("leads") == 3
        assert (await doors.submit())["stage"] == "MQL"


def test_the_sixty_first_in_a_minute_waits_for_the_first_to_age():
    limit = PerMinute(60)
    assert [limit.wait("a", at) for at in range(60)] == [0] * 60
    assert (limit.wait("a", 59.5), limit.wait("b", 59.5), limit.wait("a", 60.0)) == (1, 0, 0)


@pytest.mark.parametrize(
    ("connected", "forwarded", "peer"),
    [
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
        ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "198.51.100.1, 10.0.0.2", "198.51.100.1"),
        ("10.0.0.1", "1.1.1.1, 198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "nonsense", "10.0.0.1"),
        ("2001:db8::1", "", "2001:db8::/64"),
    ],
)
def test_only_a_proxy_of_ours_may_say_who_is_behind_it(connected, forwarded, peer):
    """S03."""
    assert Proxies(["10.0.0.0/8"]).peer(connected, forwarded) == peer
