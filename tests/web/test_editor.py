"""Can the agreement be changed in the editor without a script: is what is wrong told, and is nobody's text lost?"""

from __future__ import annotations

import pytest

from batonpass.store import directory
from tests.web.site import PLAYBOOK, press, token_in

pytestmark = pytest.mark.asyncio(loop_scope="session")
TEXT = PLAYBOOK.read_text("utf-8")
VERSION = TEXT.split("version:", 1)[1].split("\n", 1)[0].strip().strip('"')
NEW = TEXT.replace(f'version: "{VERSION}"', 'version: "next"')
STRICT = NEW.replace("mql_from: 40", "mql_from: 45")
EDIT = "/playbook/edit"


async def sent(visitor, do: str, text: str = STRICT, **fields: str):
    return await press(visitor, EDIT, on=EDIT, do=do, text=text, **{"from": VERSION, **fields})


async def saved(visitor, text: str = STRICT) -> str:
    """The number under which a text was saved first."""
    return (await sent(visitor, "save", text)).headers["location"].partition("?")[0].rpartition("/")[2]


async def test_the_editor_begins_with_the_words_in_force(site):
    async with site.signed_in("maya") as maya:
        page = (await maya.get(EDIT)).text
    assert "mql_from: 40" in page
    assert "Word for word the same." in page
    assert "This is what is in force: nothing would change." in page


async def test_a_new_version_with_the_same_rules_is_judged_all_the_same(site):
    await site.lead()
    async with site.signed_in("maya") as maya:
        page = (await sent(maya, "look", NEW)).text
    assert ("nothing would change" in page, "1 leads, judged as they came" in page) == (False, True)


async def test_only_who_may_change_the_playbook_sees_the_editor(site):
    async with site.signed_in("ana") as ana:
        answers = [(await ana.get(path)).status_code for path in (EDIT, "/playbook/outline.json", f"{EDIT}/1")]
        refused = await press(ana, EDIT, on="/playbook", do="save", text=NEW)
    assert (answers, refused.status_code) == ([403, 403, 403], 403)


async def test_what_is_wrong_is_told_with_its_line_and_column_and_the_text_stays(site):
    text = NEW.replace("mql_from: 40", "mql_form: 40")
    line = text[: text.index("mql_form")].count("\n") + 1
    async with site.signed_in("maya") as maya:
        page = (await sent(maya, "look", text)).text
    assert f'data-line="{line}" data-column="3"' in page
    assert "Did you mean &#34;mql_from&#34;?" in page
    assert "mql_form: 40" in page


async def test_a_broken_example_is_told_and_the_text_can_be_saved_all_the_same(site):
    text = STRICT.replace("expect: {stage: MQL", "expect: {stage: Nurture", 1)
    async with site.signed_in("maya") as maya:
        page = (await sent(maya, "look", text)).text
        number = await saved(maya, text)
        again = (await maya.get(f"{EDIT}/{number}")).text
    assert "fails: MQL" in page
    assert "expect: {stage: Nurture" in again


async def test_a_version_that_was_used_before_is_told_before_it_is_drafted(site):
    async with site.signed_in("maya") as maya:
        page = (await sent(maya, "look", TEXT.replace("mql_from: 40", "mql_from: 45"))).text
    assert "was written before, with other words" in page


async def test_a_text_without_the_hours_that_somebody_works_by_is_told_so_and_not_tried(site):
    lead = await site.lead()
    hours = 'calendars:\n  night: {tz: Europe/Lisbon, days: [Mon], hours: ["00:00", "06:00"]}\n'
    await directory.apply(site.pool, NEW.replace("calendars:\n", hours), where="nights.yaml", by="test")
    night = {"name": "Ana Duarte", "email": "ana@lumen.example", "calendar": "night"}
    await directory.put_rep(site.pool, site.watched, "ana", night, by="test")
    async with site.signed_in("maya") as maya:
        answer = await sent(maya, "look", STRICT, lead=lead)
        plan = await maya.post(f"/playbook/{VERSION}/plan", data={"token": token_in(answer)})
    assert (answer.status_code, plan.status_code) == (200, 409)
    assert [page.text.lower().count("there is no calendar") for page in (answer, plan)] == [1, 1]
    assert "nothing would change" not in answer.text


async def test_leads_that_a_text_judges_otherwise_are_counted_and_linked(site):
    lead = await site.lead()
    text = NEW.replace("hand_raisers: [demo_request]", "hand_raisers: []").replace("mql_from: 40", "mql_from: 90")
    text = text.replace("hot_from: 70", "hot_from: 95").replace("hot_exit_below: 60", "hot_exit_below: 91")
    async with site.signed_in("maya") as maya:
        page = (await sent(maya, "look", text)).text
    assert f'href="/leads/{lead}"' in page
    assert '<dt>stage</dt><dd class="tabular">1</dd>' in page


async def test_a_pinned_lead_is_shown_under_both_texts_with_its_brief(site):
    lead = await site.lead(first_name="Eva", last_name="Lund")
    text = NEW.replace("{points: 40.5, says: asked for a demo", "{points: 55, says: asked for a demo")
    async with site.signed_in("maya") as maya:
        page = (await sent(maya, "look", text, lead=lead)).text
    assert f'<a class="push" href="/leads/{lead}">Eva Lund</a>' in page
    assert '<td class="tabular">40.5</td><td class="tabular">55</td>' in page
    assert "Why this lead" in page


async def test_a_lead_of_another_team_cannot_be_pinned(site):
    lead = await site.lead()
    await directory.put_rep(
        site.pool, site.watched, "ana", {"name": "Ana", "email": "a@b.example", "calendar": "lisbon"}, by="test"
    )
    async with site.signed_in("mara") as mara:
        page = (await sent(mara, "look", lead=lead)).text
    assert "No lead of yours is found by that." in page


async def test_a_second_save_of_what_another_has_changed_is_refused_with_their_change(site):
    async with site.signed_in("maya") as maya, site.signed_in("mara") as mara:
        number = await saved(maya)
        theirs = STRICT.replace("mql_from: 45", "mql_from: 50")
        await sent(mara, "save", theirs, number=number, seen="1")
        answer = await sent(maya, "save", STRICT.replace("mql_from: 45", "mql_from: 48"), number=number, seen="1")
        kept = (await maya.get(f"{EDIT}/{number}")).text
    assert answer.status_code == 409
    assert "Not saved: mara@lumen.example saved" in answer.text
    assert "<del>  mql_from: 50</del>" in answer.text
    assert "<ins>  mql_from: 48</ins>" in answer.text
    assert "mql_from: 50" in kept


async def test_who_has_seen_the_others_change_may_save_over_it(site):
    async with site.signed_in("maya") as maya:
        number = await saved(maya)
        await sent(maya, "save", NEW, number=number, seen="1")
        answer = await sent(maya, "save", number=number, seen="1", over="2")
        page = (await maya.get(answer.headers["location"])).text
    assert "mql_from: 45" in page
    assert "Nobody works by it" in page


async def test_a_text_that_another_has_put_away_is_saved_as_one_of_its_own(site):
    async with site.signed_in("maya") as maya, site.signed_in("mara") as mara:
        number = await saved(maya)
        await sent(mara, "away", number=number, seen="1")
        gone = await sent(maya, "save", number=number, seen="1")
        anew = await sent(maya, "save", number=number, seen="1", anew="yes")
    assert (gone.status_code, "this text is no longer here" in gone.text, anew.status_code) == (409, True, 303)


async def test_a_text_is_kept_as_a_draft_and_is_then_no_longer_unfinished(site):
    async with site.signed_in("maya") as maya:
        number = await saved(maya)
        answer = await sent(maya, "draft", number=number, seen="1", note="fewer calls")
        page, gone = await maya.get(answer.headers["location"]), await maya.get(f"{EDIT}/{number}")
    assert ("Drafted." in page.text, gone.status_code) == (True, 404)


async def test_a_draft_is_not_made_of_a_text_that_another_has_changed(site):
    async with site.signed_in("maya") as maya:
        number = await saved(maya)
        await sent(maya, "save", NEW, number=number, seen="1")
        answer = await sent(maya, "draft", number=number, seen="1", note="fewer calls")
        page = (await maya.get("/playbook/next")).status_code
    assert (answer.status_code, page) == (409, 404)


async def test_a_draft_without_a_reason_is_refused_and_the_text_stays(site):
    async with site.signed_in("maya") as maya:
        answer = await sent(maya, "draft")
    assert (answer.status_code, "Nobody says why" in answer.text, "mql_from: 45" in answer.text) == (409, True, True)


async def test_a_playbook_of_many_accounts_fits_into_the_form(site):
    many = "accounts:\n" + "".join(f"  firm{n}.example: {{name: Firm {n}, owner: ana}}\n" for n in range(2_000))
    async with site.signed_in("maya") as maya:
        answer = await sent(maya, "look", NEW.partition("accounts:")[0] + many if "accounts:" in NEW else NEW + many)
    assert answer.status_code == 200
