"""No address, however it is spelled, leads us to what only this machine can see (S35, S36, S38)."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from ipaddress import IPv4Address, IPv6Address, ip_address

import httpx
import pytest
from hypothesis import strategies as st

from batonpass.connectors.channel import Later, Never, Sent
from batonpass.connectors.webhook.dial import GuardedTransport
from batonpass.connectors.webhook.guard import AddressRefused, Allowed, allowed, is_public
from batonpass.connectors.webhook.send import WebhookChannel
from tests.connectors.listener import talking
from tests.connectors.sample import hook
from tests.connectors.untimed import given

NOTHING = Allowed()
PUBLIC = ip_address("93.184.215.14")
SPELLINGS = [
    "127.0.0.1", "127.1", "127.0.1", "127.0.0.01", "127.255.255.254", "2130706433", "017700000001", "0177.0.0.1",
    "0177.1", "0x7f000001", "0x7f.1", "0x7f.0.0.1", "0X7F.0x0.0x0.0x1", "0", "0.0.0.0", "0x0", "00", "localhost",  # noqa: S104 - called, not listened on
    "LOCALHOST", "localhost.", "127.0.0.1.", "ip6-localhost", "10.0.0.1", "10.255.255.255", "172.16.0.1",
    "172.31.255.255", "192.168.0.1", "192.168.1", "3232235521", "169.254.169.254", "0xa9fea9fe", "2852039166",
    "0251.0376.0251.0376", "169.254.169.254.", "100.64.0.1", "100.127.255.255", "192.0.0.1", "192.0.2.1",
    "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
    "[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]",
    "[::ffff:0:127.0.0.1]", "[fc00::1]", "[fdff::1]", "[fe80::1]", "[fec0::1]", "[ff02::1]", "[64:ff9b::7f00:1]",
    "[64:ff9b::169.254.169.254]", "[64:ff9b:1::1]", "[2002:7f00:1::]", "[2001::1]", "[2001:db8::1]", "[100::1]",
    "[5f00::1]", "127\u30020\u30020\u30021", "\u2460\u2461\u2466.\u24ea.\u24ea.\u2460", "\uff11\uff12\uff17.0.0.1",
    "\u24db\u24de\u24d2\u24d0\u24db\u24d7\u24de\u24e2\u24e3", "user@127.0.0.1", "crm.example@127.0.0.1",
    "user:pass@localhost", "127.0.0.1%00.crm.example", "127.0.0.1\\@crm.example", "crm.example\t@localhost", "",
]  # fmt: skip


class Canary(httpx.AsyncBaseTransport):
    """Stands where connections are opened, and opens none."""

    def __init__(self) -> None:
        self.dialled: list[httpx.URL] = []

    async def handle_async_request(self, request):
        self.dialled.append(request.url)
        return httpx.Response(200)


def channel(open_to: Allowed = NOTHING, **other) -> WebhookChannel:
    return WebhookChannel({"CRM_HOOK_SECRET": "an invented secret"}.get, open_to, **other)


async def post(to: str, open_to: Allowed = NOTHING, **other):
    way = channel(open_to, **other)
    result = await way.send(hook(to))
    await way.close()
    return result


def test_there_are_sixty_spellings_and_more():
    assert len(set(SPELLINGS)) >= 60


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("host", SPELLINGS)
async def test_no_spelling_reaches_this_machine(listener, scheme, host):
    result = await post(f"{scheme}://{host}:{listener.port}/hook")
    assert isinstance(result, Never | Later)
    assert listener.connections == 0


@pytest.mark.parametrize("host", SPELLINGS)
async def test_no_spelling_reaches_this_machine_by_the_usual_port(host):
    canary = Canary()
    async with httpx.AsyncClient(transport=GuardedTransport(NOTHING, below=canary)) as client:
        with pytest.raises((AddressRefused, httpx.HTTPError, httpx.InvalidURL)):
            await client.post(f"https://{host}/hook")
    assert canary.dialled == []


@pytest.mark.parametrize(
    "url",
    [
        "ftp://crm.example/x", "file:///etc/passwd", "gopher://crm.example:6379/x", "http://crm.example/",
        "//crm.example", "crm.example/hook", "https://crm.example:25/", "https://crm.example:6379/",
        "javascript:alert(1)", "https://",
        "https://crm.example:0/", "https://crm.example:70000/", " ",
    ],
)  # fmt: skip
async def test_only_encrypted_posts_to_the_usual_ports_leave(url):
    async def anywhere(_host, _port):
        return (PUBLIC,)

    assert isinstance(await post(url, lookup=anywhere), Never)


@pytest.mark.parametrize(
    "found", [("93.184.215.14", "127.0.0.1"), ("10.0.0.1",), ("::1", "93.184.215.14"), ("fe80::1",)], ids=" and ".join
)
async def test_one_private_address_behind_a_name_is_one_too_many(found):
    async def mixed(_host, _port):
        return tuple(map(ip_address, found))

    result = await post("https://crm.example/hook", lookup=mixed)
    assert isinstance(result, Never)
    assert "private network" in result.why


async def test_a_name_is_looked_up_once_and_what_was_judged_is_dialled(listener):
    answers = [IPv4Address("127.0.0.1"), IPv4Address("10.9.9.9"), IPv4Address("10.9.9.9")]

    async def changing(_host, _port):
        return (answers.pop(0),)

    result = await post(f"http://crm.example:{listener.port}/hook", allowed("127.0.0.0/8"), lookup=changing)
    assert isinstance(result, Sent)
    assert listener.requests[0].headers["host"] == f"crm.example:{listener.port}"
    assert len(answers) == 2


async def test_the_name_and_not_the_address_is_what_a_certificate_must_prove():
    heard = asyncio.get_running_loop().create_future()

    async def listen(reader, _writer):
        heard.set_result(await reader.read(2048))

    async def here(_host, _port):
        return (IPv4Address("127.0.0.1"),)

    async with talking(listen) as port:
        result = await post(f"https://crm.example:{port}/", allowed("crm.example"), lookup=here)
    assert isinstance(result, Later)
    assert b"crm.example" in await heard


async def test_an_address_that_does_not_listen_leaves_the_others_their_chance(listener):
    async def two(_host, _port):
        return (IPv4Address("127.0.0.2"), IPv4Address("127.0.0.1"))

    url = f"http://crm.example:{listener.port}/hook"
    assert isinstance(await post(url, allowed("crm.example"), lookup=two), Sent)


async def test_a_name_that_nobody_knows_may_be_known_later():
    async def unknown(_host, _port):
        raise OSError("no such name")

    assert isinstance(await post("https://crm.example/hook", lookup=unknown), Later)


async def test_an_operator_opens_a_host_by_its_name(listener):
    assert isinstance(await post(f"http://localhost:{listener.port}/", allowed("localhost")), Sent)


async def test_an_operator_opens_a_network(listener):
    assert isinstance(await post(listener.url, allowed("10.0.0.0/8, 127.0.0.0/8")), Sent)


async def test_opening_one_host_opens_no_other(listener):
    assert isinstance(await post(f"http://localhost:{listener.port}/", allowed("n8n.internal,10.0.0.0/8")), Never)
    assert listener.connections == 0


@pytest.mark.parametrize("setting", ["10.0.0.1/8", "http://crm.example", "a b", "300.0.0.0/8", "crm.example/x"])
def test_a_setting_that_cannot_be_read_is_named(setting):
    with pytest.raises(ValueError, match="BATONPASS_WEBHOOK_ALLOW"):
        allowed(setting)


def test_an_empty_setting_opens_nothing():
    assert allowed(" , ") == NOTHING


@pytest.mark.parametrize("url", ["https://crm.example/hook", "https://93.184.215.14/x", "https://bücher.example:8443/"])
async def test_a_public_address_is_called(url):
    async def anywhere(_host, _port):
        return (PUBLIC,)

    canary = Canary()
    async with httpx.AsyncClient(transport=GuardedTransport(NOTHING, lookup=anywhere, below=canary)) as client:
        await client.post(url)
    assert [one.host for one in canary.dialled] == [str(PUBLIC)]


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://10.0.0.1/", "unencrypted"),
        ("https://10.0.0.1/", "private network"),
        ("https://127.1/", "number in disguise"),
        ("https://user@crm.example/", "user name"),
        ("ftp://crm.example/", "ftp is not called"),
        ("https://[::1]/", "private network"),
        ("https://crm.example:99999999/", "cannot be read"),
    ],
)
async def test_who_wrote_a_bad_address_is_told_what_to_change(url, says):
    assert says in (await post(url)).why


@given(st.ip_addresses(v=4))
def test_ipv4_is_judged_alike_inside_ipv6(address):
    mapped = IPv6Address((0xFFFF << 32) | int(address))
    assert is_public(mapped) == is_public(address)


@given(st.ip_addresses())
def test_nothing_that_the_standard_library_calls_private_is_called_public(address):
    kinds = ("is_private", "is_loopback", "is_link_local", "is_multicast", "is_unspecified")
    assert not is_public(address) or [kind for kind in kinds if getattr(address, kind)] == []


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::808:808"]
)
def test_what_anybody_can_call_is_public(address):
    assert is_public(ip_address(address))


async def test_a_refusal_names_no_path():
    result = await post("https://10.0.0.1/secret-path?token=hidden")
    assert "secret-path" not in f"{result}"
    assert "hidden" not in f"{result}"


def test_the_recipient_alone_decides_where_a_post_goes():
    message = replace(hook("https://crm.example/hook"), recipient="https://10.0.0.1/")
    result = asyncio.run(channel().send(message))
    assert isinstance(result, Never)
