"""What do the pages look like? Takes the pictures of the README and the docs from a running demo.

Run by hand: `batonpass demo` in one terminal, then `python -m tests.web.pictures` and the address that it printed.
"""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.web.conftest import BROWSERS

TO = Path(__file__).parents[2] / "docs" / "pictures"
DRAWN_MS = 600
LARGEST = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One picture: what it is called, which page, who looks, and how. `opens` is the link to follow from there.

    `writes` is what to look for in the editor, and what to write in its place.
    """

    name: str
    path: str
    who: str = "Mara Pinto"
    dark: bool = False
    size: tuple[int, int] = (1280, 800)
    opens: str = ""
    press: str = ""
    writes: tuple[str, ...] = ()


PICTURES = (
    Picture(name="inbox", path="/", who="Anna Duarte", size=(1280, 550)),
    Picture(name="inbox-dark", path="/", who="Anna Duarte", dark=True, size=(1280, 550)),
    Picture(name="inbox-phone", path="/", who="Anna Duarte", size=(390, 780)),
    Picture(name="lead", path="/", who="Anna Duarte", size=(900, 820), opens=".lead > a"),
    Picture(name="dashboard", path="/dashboard", size=(1216, 880)),
    Picture(name="dashboard-dark", path="/dashboard", dark=True, size=(1216, 880)),
    Picture(name="rejections", path="/rejections", size=(1280, 760)),
    Picture(name="sla", path="/sla", size=(1280, 900)),
    Picture(name="seams", path="/seams", size=(1280, 1000)),
    Picture(name="playbook", path="/playbook", size=(1280, 800)),
    Picture(name="editor", path="/playbook/edit", size=(1216, 660), writes=("mql_from: 40", "mql_from: 60")),
    Picture(name="board", path="/board", size=(1216, 660)),
    Picture(name="board-dark", path="/board", dark=True, size=(1216, 660)),
    Picture(name="joint-review", path="/joint-review", opens="main .panel li a"),
    Picture(name="meeting-pack", path="/meeting", opens="main .panel li:nth-child(2) a", size=(1280, 1000)),
)


def main(address: str) -> int:
    """Take them all; 1 when one is too large to be kept."""
    TO.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        path = next(found for name in BROWSERS if (found := shutil.which(name)))
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        sizes = {one.name: take(browser, address, one) for one in PICTURES}
        browser.close()
    for name, size in sizes.items():
        sys.stdout.write(f"{name}: {size:,} bytes\n")
    return int(max(sizes.values()) > LARGEST)


def take(browser: Browser, address: str, one: Picture) -> int:
    """Take one picture, and give how many bytes it has."""
    width, height = one.size
    theme = "dark" if one.dark else "light"
    context = browser.new_context(
        base_url=address, viewport={"width": width, "height": height}, color_scheme=theme, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto("/sign-in")
    page.get_by_role("button", name=one.who).click()
    page.goto(one.path)
    _go_on(page, one)
    if page.locator("bp-chart").count():
        page.locator("bp-chart svg").first.wait_for()
    page.wait_for_timeout(DRAWN_MS)
    file = TO / f"{one.name}.png"
    page.screenshot(path=file)
    context.close()
    return file.stat().st_size


def _go_on(page: Page, one: Picture) -> None:
    """Open what the page lists first, or make it."""
    if one.opens:
        page.goto(page.locator(one.opens).first.get_attribute("href") or "")
    if one.writes:
        _write(page, *one.writes)
    button = page.locator("main").get_by_role("button", name=one.press)
    if one.press and button.count():
        button.first.click()
    elif one.press:
        page.locator("main .panel a").first.click()


def _write(page: Page, was: str, becomes: str) -> None:
    """Write into the editor as somebody does, and wait for what comes of it."""
    page.locator(".cm-content").click()
    page.keyboard.press("Control+f")
    page.keyboard.type(was)
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.keyboard.type(becomes)
    page.keyboard.press("Home")
    page.keyboard.press("Home")
    page.locator("[data-part=sample] .chips").wait_for()
    page.evaluate("scrollTo(0, 0)")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
