"""Does the editor help whoever writes in it, within our policy, and does it lose nothing of what they wrote?"""

from __future__ import annotations

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.web.conftest import become

pytestmark = pytest.mark.asyncio(loop_scope="session")
EDIT = "/playbook/edit"
DEFINITION = "  hot_from: 70"


@pytest_asyncio.fixture(loop_scope="session")
async def desk(window):
    """The editor in somebody's window who may change the playbook."""
    await become(window, "Maya Sol")
    await window.goto(EDIT)
    await expect(window.locator(".cm-content")).to_be_visible()
    return window


async def go_to_end_of(desk, text: str) -> None:
    await desk.locator(".cm-line", has_text=text).first.click()
    await desk.keyboard.press("End")


async def test_a_setting_is_completed_with_its_meaning_and_nothing_is_refused_by_the_policy(desk, complaints):
    await go_to_end_of(desk, DEFINITION)
    await desk.keyboard.type("\nfit_at")
    await expect(desk.locator(".cm-completionInfo")).to_have_text("this much fit is needed beside mql_from")
    await desk.locator(".cm-completionLabel", has_text="fit_at_least").click()
    await expect(desk.locator(".cm-activeLine")).to_have_text("  fit_at_least: ")
    assert complaints == []


async def test_fields_and_words_are_completed_where_a_condition_or_a_closed_list_stands(desk):
    await go_to_end_of(desk, "private_mail:")
    await desk.keyboard.type("\nours: {when: account.tar")
    await expect(desk.locator(".cm-completionLabel")).to_have_text(["account.target"])
    await desk.keyboard.press("Escape")
    await go_to_end_of(desk, "standard: {first_touch")
    await desk.keyboard.press("ArrowLeft")
    await desk.keyboard.type(", hours: bo")
    await expect(desk.locator(".cm-completionLabel").first).to_have_text("both")


async def test_what_is_wrong_is_marked_at_its_line_while_one_writes_and_the_examples_stay_in_view(desk):
    await go_to_end_of(desk, DEFINITION)
    await desk.keyboard.type("/j")
    await expect(desk.locator("#wrong")).to_have_text("1 thing to mend")
    await expect(desk.locator(".cm-lintRange-error")).to_have_text("70/j")
    await expect(desk.locator("[data-part=examples].waits li").first).to_be_visible()
    await expect(desk.locator("dialog[open]")).to_have_count(0)


async def test_a_second_window_that_saves_over_the_first_is_refused_and_shows_both_texts(desk):
    await go_to_end_of(desk, DEFINITION)
    await desk.keyboard.type("  # mine")
    await desk.keyboard.press("Control+s")
    await expect(desk.locator("[data-state]")).to_contain_text("by maya@lumen.example")
    second = await desk.context.new_page()
    await second.goto(desk.url)
    await go_to_end_of(second, DEFINITION)
    await second.keyboard.type(" and more")
    await second.keyboard.press("Control+s")
    await expect(second.locator("[data-state]")).to_contain_text("by maya@lumen.example")
    await desk.keyboard.type(" alone")
    await desk.keyboard.press("Control+s")
    await expect(desk.locator(".overtaken del")).to_have_text("  hot_from: 70  # mine and more")
    await expect(desk.locator(".overtaken ins")).to_have_text("  hot_from: 70  # mine alone")
    await desk.get_by_role("button", name="I have seen it").click()
    await expect(desk.locator("[data-state]")).to_contain_text("by maya@lumen.example")


async def test_who_leaves_with_a_text_that_is_not_saved_is_asked(desk):
    asked = []
    desk.on("dialog", lambda dialog: asked.append(dialog.type) or dialog.accept())
    await go_to_end_of(desk, DEFINITION)
    await desk.keyboard.type(" # new")
    await desk.goto("/playbook")
    assert asked == ["beforeunload"]
