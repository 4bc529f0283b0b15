"""Does a version come into force only when it is sound, explained and signed, and step down in one step?"""

from __future__ import annotations

import asyncpg
import pytest

from batonpass.run.house import must_read
from batonpass.run.refused import SettingRefused
from batonpass.store import directory, playbooks, signatures, users
from batonpass.store.playbooks import Why
from batonpass.store.signatures import Mode, Side
from batonpass.store.world import SQL, Watched, read_world, warned_of
from batonpass.written.refused import Refused
from tests.store.office import STARTER, forward, furnish, send, submission

FIRST = STARTER.read_text("utf-8")
SECOND = FIRST.replace('version: "1"', 'version: "2"')
WHY = Why(by="olle@lumen.example", note="a try")
PEOPLE = (
    ("mara", "manager", "Mara Pinto"),
    ("maya", "marketing", "Maya Sol"),
    ("olle", "admin", "Olle Berg"),
    ("ana", "rep", "Ana"),
)


@pytest.fixture
async def office(pool):
    """The starter playbook in force, one lead with a running clock, people of both sides."""
    watched = await furnish(pool)
    for name, role, said in PEOPLE:
        await users.put_user(pool, email=mail(name), name=said, role=role, rep=None, password_hash="")
    await send(pool, watched, submission())
    return pool


def mail(name):
    return f"{name}@lumen.example"


async def drafted(pool, text=SECOND):
    return await playbooks.draft(pool, text, where="new.yaml", why=WHY)


async def signed(pool, *names, version="2"):
    for name in names:
        await signatures.sign(pool, version, email=mail(name), side="sales" if name == "olle" else "")


async def activated(pool, version="2", mode=Mode.AS_STAFFED, **more):
    await signatures.activate(pool, version, why=WHY, mode=mode, **more)


async def active(pool):
    return (await playbooks.find(pool, "active")).version


async def refused(work, says):
    with pytest.raises(Refused) as told:
        await work
    assert says in str(told.value)


async def test_a_draft_changes_nothing_until_both_sides_have_signed(office):
    await drafted(office)
    await refused(activated(office), "lacks the signature of sales and marketing")
    await signed(office, "mara")
    await refused(activated(office), "lacks the signature of marketing")
    assert await active(office) == "1"
    await signed(office, "maya")
    await activated(office)
    assert await active(office) == "2"


async def test_an_administrator_signs_for_one_side_alone(office):
    await drafted(office)
    await refused(signatures.sign(office, "2", email=mail("olle")), "could sign for either side")
    await signed(office, "olle")
    await refused(signatures.sign(office, "2", email=mail("olle"), side="marketing"), "has signed version 2 already")


@pytest.mark.parametrize(
    ("who", "side", "says"),
    [
        ("ana", "", "a rep does not sign"),
        ("nobody", "", "is nobody who signs in here"),
        ("maya", "sales", "cannot sign for sales"),
    ],
)
async def test_who_may_not_sign_is_told_why(office, who, side, says):
    await drafted(office)
    await refused(signatures.sign(office, "2", email=mail(who), side=side), says)


async def test_only_drafts_are_signed(office):
    await refused(signatures.sign(office, "1", email=mail("mara")), "only a draft is signed")


async def test_signatures_given_in_a_review_are_recorded_with_the_activation(office):
    await drafted(office)
    await activated(office, signed_by=(mail("mara"), mail("maya")), through="ci")
    given = await signatures.signatures(office, "2")
    assert [(one.side, one.name, one.through) for one in given] == [
        ("sales", "Mara Pinto", "ci"),
        ("marketing", "Maya Sol", "ci"),
    ]


async def test_an_installation_without_leads_needs_no_signature(pool):
    await furnish(pool)
    await drafted(pool)
    await activated(pool, mode=Mode.TWO)
    assert await active(pool) == "2"


async def test_an_installation_without_a_marketing_user_needs_no_signature(office):
    await office.execute("update app.users set active = false where role = 'marketing'")
    await drafted(office)
    assert await signatures.missing(office, "2", Mode.AS_STAFFED) == ()
    assert await signatures.missing(office, "2", Mode.TWO) == (Side.SALES, Side.MARKETING)


async def test_rollback_is_one_step_and_leaves_running_clocks_untouched(office):
    before = await clocks(office)
    await drafted(office, SECOND.replace("first_touch: 4h", "first_touch: 2h"))
    await signed(office, "mara", "maya")
    await activated(office)
    assert await playbooks.rollback(office, why=WHY) == ("2", "1")
    assert (await active(office), await clocks(office)) == ("1", before)
    assert len(before) == 1


async def clocks(pool):
    rows = await pool.fetch("select * from app.clocks order by lead_id, promise, cycle")
    return [dict(row) for row in rows]


async def test_a_second_rollback_goes_forward_again(office):
    await drafted(office)
    await activated(office, mode=Mode.NONE)
    await playbooks.rollback(office, why=WHY)
    assert await playbooks.rollback(office, why=WHY) == ("1", "2")


async def test_there_is_nothing_before_the_first_version(office):
    await refused(playbooks.rollback(office, why=WHY), "there was no version before 1")


async def test_every_change_says_who_what_and_why(office):
    await drafted(office)
    await forward(office, hours=1)
    await signed(office, "mara", "maya")
    await activated(office)
    await playbooks.rollback(office, why=Why(by="mara", note="too many calls"))
    told = [(one.what, one.version, one.by, one.before) for one in await playbooks.history(office)]
    assert told[0] == ("rolled_back", "1", "mara", "2")
    assert [what for what, *_ in told] == ["rolled_back", "applied", "signed", "signed", "drafted", "applied"]


@pytest.mark.parametrize("work", ["draft", "rollback"])
async def test_nothing_is_changed_without_a_reason(office, work):
    silent = Why(by="olle", note=" ")
    asked = {
        "draft": lambda: playbooks.draft(office, SECOND, where="new.yaml", why=silent),
        "rollback": lambda: playbooks.rollback(office, why=silent),
    }
    await refused(asked[work](), "nobody says why")


async def test_the_words_of_a_version_never_change(office):
    await drafted(office)
    await refused(drafted(office, SECOND + "# more\n"), "was written before, with other words")
    with pytest.raises(asyncpg.CheckViolationError):
        await office.execute("update app.playbooks set text = 'other' where version = '2'")


async def test_the_same_draft_twice_is_one_draft(office):
    await drafted(office)
    assert await drafted(office) == "2"


async def test_a_draft_that_breaks_an_example_is_refused_with_author_date_and_rule(office):
    example = """
  counter_examples:
    - name: a reader of the newsletter
      lead: {country: SE}
      did: [newsletter]
      expect: {not: MQL}
      by: Maya Sol
      on: 2027-02-01
"""
    text = with_case(SECOND, example)
    told = str(await failing(drafted(office, text.replace("mql_from: 40", "mql_from: 5"))))
    assert 'counter-example "a reader of the newsletter" (by Maya Sol, 2027-02-01) no longer holds' in told
    assert "The rule: definition.mql_from, 5 here" in told
    assert "Unlike version 1, which is in force: mql_from 5 instead of 40" in told


async def failing(work):
    with pytest.raises(Refused) as told:
        await work
    return told.value


def with_case(text, example):
    """The starter playbook with one more counter-example."""
    head, _, tail = text.partition("  counter_examples:\n")
    return head + example.lstrip("\n") + tail


async def test_a_draft_that_is_put_away_is_signed_no_more(office):
    await drafted(office)
    await playbooks.discard(office, "2", why=WHY)
    await refused(signatures.sign(office, "2", email=mail("mara")), "is retired; only a draft is signed")


OWN = """playbook: ours
version: "2"
company: Firm
signals: {demo_request: {points: 40, says: asked, forms: [demo]}}
definition: {mql_from: 40, hot_from: 70, hot_exit_below: 60, hand_raisers: [demo_request]}
tiers: {standard: {first_touch: 4h}}
escalation: {min_gap: 15m, steps: [{at: 100%, notify: manager}]}
calendars: {office: {tz: Europe/Lisbon, days: [Mon], hours: ["09:00", "18:00"]}}
queues: {triage: {calendar: office}}
routing: [{queue: triage}]
"""


async def test_examples_that_came_with_the_program_may_go_without_a_word(pool):
    await directory.apply(pool, FIRST, where="starter.yaml", by=playbooks.FIRST_START)
    assert await drafted(pool, OWN) == "2"


async def test_nobody_agrees_on_them_by_going_back_to_them_either(pool):
    await directory.apply(pool, FIRST, where="starter.yaml", by=playbooks.FIRST_START)
    await directory.apply(pool, OWN, where="ours.yaml", by=mail("mara"))
    await playbooks.rollback(pool, why=Why(by=mail("mara"), note="too strict"))
    assert await drafted(pool, OWN.replace('version: "2"', 'version: "3"')) == "3"
    await directory.apply(pool, FIRST.replace('version: "1"', 'version: "4"'), where="ours.yaml", by=mail("mara"))
    with pytest.raises(Refused, match=r"definition\.removed"):
        await drafted(pool, OWN.replace('version: "2"', 'version: "5"'))


async def test_the_same_examples_once_somebody_has_put_them_in_force_may_not(pool):
    await directory.apply(pool, FIRST, where="starter.yaml", by=mail("mara"))
    with pytest.raises(Refused, match=r"definition\.removed"):
        await drafted(pool, OWN)


CAPPED = "pools:\n  emea: {ana: {cap: 3}, bruno: {}}\n"
NO_PLAYBOOK = "playbook: of another time\n"


async def in_force_as(pool, text):
    """As if an earlier Batonpass had found this sound."""
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute(playbooks.SQL.put_version, "0", text, "", "olle", "")
        await connection.execute(playbooks.SQL.retire, "0")
        await connection.execute(playbooks.SQL.activate, "0", "olle")
        await connection.execute(SQL.next_revision)


async def test_what_is_asked_since_a_text_came_into_force_stops_no_lead(office):
    await in_force_as(office, SECOND + CAPPED)
    await must_read(office)
    (outcome,) = await send(office, Watched(), submission(2))
    assert outcome.lead_id
    with pytest.raises(Refused, match="this pool has caps"):
        await drafted(office, SECOND + CAPPED)
    async with office.acquire() as connection:
        assert [one for one in await warned_of(connection) if "this pool has caps" in one]


async def test_where_the_text_in_force_cannot_be_read_nothing_starts_and_a_mended_one_may_follow(office):
    await in_force_as(office, NO_PLAYBOOK)
    with pytest.raises(SettingRefused, match="batonpass export"):
        await must_read(office)
    await signatures.activate(office, await drafted(office), why=WHY, mode=Mode("none"))
    await must_read(office)


async def test_where_no_playbook_is_in_force_yet_whoever_asks_is_told_how_to_begin(pool):
    async with pool.acquire() as connection:
        with pytest.raises(Refused, match="none is in force here yet"):
            await read_world(connection)
