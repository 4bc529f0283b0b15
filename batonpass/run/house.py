"""What does one process need to work with, and which tasks keep it going?"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Coroutine, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NoReturn, cast

import asyncpg

import batonpass
from batonpass.connectors.channel import Channel
from batonpass.connectors.channels import build_channels
from batonpass.connectors.crms import Crms
from batonpass.connectors.leave.feed import Feeds
from batonpass.connectors.webhook.guard import allowed
from batonpass.run.compute import compute
from batonpass.run.crm_channel import CRM, CrmChannel
from batonpass.run.crm_sync import CrmSync, follow_crm
from batonpass.run.deliver import deliver
from batonpass.run.find_matches import find_matches
from batonpass.run.follow_deals import follow_deals
from batonpass.run.follow_records import follow_records
from batonpass.run.follow_shadow import follow_shadow
from batonpass.run.forget_nightly import forget_nightly
from batonpass.run.hold_meetings import hold_meetings
from batonpass.run.join_visits import join_left_over
from batonpass.run.keep_promises import keep_promises
from batonpass.run.keep_pulse import keep_pulse
from batonpass.run.keep_rounds import follow_rounds
from batonpass.run.keep_watch import keep_watch, look_at_all, seal_facts
from batonpass.run.leave import watch_leave
from batonpass.run.log_lines import log_in_lines
from batonpass.run.look_ups import LOOK_UP, look_ups
from batonpass.run.mail_in import mail_door, open_mail_door
from batonpass.run.refused import SettingRefused
from batonpass.run.settings import Settings
from batonpass.run.tell_reviewers import tell_reviewers
from batonpass.run.travel import Traveller
from batonpass.run.wake import Wake
from batonpass.run.watch_figures import watch_figures
from batonpass.store.connection import Connection
from batonpass.store.directory import apply
from batonpass.store.forgotten import forget_again
from batonpass.store.keys import make_key
from batonpass.store.open import found, ready_pool
from batonpass.store.playbooks import FIRST_START
from batonpass.store.recovery import recognise
from batonpass.store.settings import secret
from batonpass.store.world import Watched, read_world
from batonpass.store.zone_data import follow_zone_data
from batonpass.written.redraft import with_version
from batonpass.written.refused import Refused

PLAYBOOKS = Path(batonpass.__file__).parents[1] / "playbooks"
STARTER = PLAYBOOKS / "starter.yaml"
STARTER_VERSION = "starter"
CONNECTIONS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """One process at work: its database, the agreement it watches, the ways out, the alarm clock, time travel."""

    settings: Settings
    pool: asyncpg.Pool
    watched: Watched
    channels: Mapping[str, Channel]
    wake: Wake
    session_secret: bytes
    older_session_secrets: tuple[bytes, ...]
    traveller: Traveller | None
    crm: CrmSync


@asynccontextmanager
async def open_house(settings: Settings, *, work: bool = True, watch: bool = True) -> AsyncGenerator[House]:
    """Find or start the database, put the starter playbook in force if there is none, and keep promises and deliver.

    With `work` False nothing is rung or sent here, and other processes must; with `watch` False nobody looks whether
    they do, nor takes a clock that goes back for an accident, as where time itself is moved. Raises DatabaseRefused,
    MigrationRefused or SettingRefused with a sentence for the operator.
    """
    log_in_lines()
    async with (
        found(settings.where, begin=True) as url,
        ready_pool(settings.where, url, connections=CONNECTIONS) as pool,
    ):
        await recognise(pool, settings.data)
        await forget_again(pool, settings.data)
        house = await _furnish(settings, pool, url)
        await follow_zone_data(pool)
        tasks = [asyncio.create_task(task) for task in _works(house, work=work, watch=watch)]
        door = mail_door(settings) if work else None
        try:
            async with open_mail_door(door, pool, house.watched, house.wake):
                yield house
        finally:
            await _end(tasks)
            for channel in house.channels.values():
                await channel.close()


def _works(house: House, *, work: bool, watch: bool) -> Iterator[Coroutine[None, None, NoReturn]]:
    yield house.wake.listen()
    if watch:
        yield keep_watch(house.pool, house.watched, house.channels)
        yield look_at_all(house.pool, house.watched, house.channels)
        yield keep_pulse(house.pool, house.settings.data)
    if work:
        yield keep_promises(house.pool, house.watched, house.wake)
        yield watch_leave(house.pool, house.watched, house.wake, Feeds(allowed(house.settings.webhook_allow)))
        yield follow_shadow(house.pool, house.watched)
        yield follow_rounds(house.pool)
        yield follow_deals(house.pool, house.watched, house.wake)
        yield deliver(house.pool, house.channels, house.wake, singles=house.settings.digest_above)
        yield deliver(house.pool, house.channels, house.wake, lookups=True)
        yield join_left_over(house.pool, house.watched, house.wake)
        yield find_matches(house.pool, house.watched, house.wake)
        yield tell_reviewers(house.pool, house.watched, house.wake)
        yield hold_meetings(house.pool, house.watched, house.wake)
        yield seal_facts(house.pool)
        yield forget_nightly(house.pool, house.watched)
        yield follow_crm(house.crm, house.wake)
        yield follow_records(house.crm, house.wake)
        yield watch_figures(house.pool, house.wake)
        yield compute(house.pool, house.wake.url)


async def _furnish(settings: Settings, pool: asyncpg.Pool, url: str) -> House:
    await begin(pool)
    await must_read(pool)
    if settings.bootstrap_key:
        await make_key(pool, label="bootstrap", scopes=("admin",), token=settings.bootstrap_key)
    links, sessions = await secret(pool, "links"), await secret(pool, "sessions")
    signed = replace(settings, link_secret=settings.sealed(links), older_link_secrets=settings.sealed_before(links))
    try:
        channels = build_channels(signed)
    except ValueError as error:
        raise SettingRefused(str(error)) from error
    watched = Watched()
    crms = Crms(
        secret_of=signed.secret,
        open_to=allowed(signed.webhook_allow),
        urls={"hubspot": signed.hubspot_url, "salesforce": signed.salesforce_url},
    )
    channels = {
        **channels,
        LOOK_UP: look_ups(signed, pool, watched),
        CRM: CrmChannel(pool=pool, watched=watched, crms=crms),
    }
    sync = CrmSync(pool=pool, watched=watched, crm_of=crms)
    travel = None
    if settings.test_clock:
        shut = () if signed.smtp_host else ("email",)
        above = settings.digest_above
        travel = Traveller(pool=pool, watched=watched, channels=channels, singles=above, crm=sync, shut=shut)
    return House(
        settings=signed,
        pool=pool,
        watched=watched,
        channels=channels,
        wake=Wake(pool, url),
        session_secret=settings.sealed(sessions),
        older_session_secrets=settings.sealed_before(sessions),
        traveller=travel,
        crm=sync,
    )


async def begin(pool: asyncpg.Pool) -> None:
    """Put the starter playbook in force where none is, under a version that no playbook of their own will bear."""
    if not await pool.fetchval("select exists (select from app.playbooks where state = 'active')"):
        text = with_version(STARTER.read_text("utf-8"), STARTER.name, STARTER_VERSION)
        await apply(pool, text, where=STARTER.name, by=FIRST_START)


async def must_read(pool: asyncpg.Pool) -> None:
    """Raise SettingRefused where what is in force does not fit this version: every lead would be refused."""
    async with pool.acquire() as connection:
        try:
            await read_world(cast("Connection", connection))
        except Refused as refused:
            raise SettingRefused(
                f"{refused}\nThis is in force, and this version of Batonpass cannot work by it. Write it out with "
                "`batonpass export --to FILE`, mend what is named above, give it a new version and run "
                "`batonpass apply FILE`. Until then the version of Batonpass you had goes on working."
            ) from refused


async def _end(tasks: Sequence[asyncio.Task[NoReturn]]) -> None:
    for task in tasks:
        task.cancel()
    for task in tasks:
        with suppress(asyncio.CancelledError):
            await task
