"""Does the sheet that `?` opens name every key there is?"""

from __future__ import annotations

import re

from batonpass.web.parts.rendered import STATIC, WEB, environment

ON_BUTTONS = re.compile(r'data-key="(.)"')
IN_SCRIPTS = re.compile(r'event\.key === "([^A-Z"])"')
NAMED = re.compile(r"<kbd>(.+?)</kbd>")


def test_the_sheet_of_keys_names_every_key_of_the_pages():
    buttons = {key for page in WEB.glob("*/*.html") for key in ON_BUTTONS.findall(page.read_text("utf-8"))}
    scripts = {key for file in STATIC.glob("*.js") for key in IN_SCRIPTS.findall(file.read_text("utf-8"))}
    named = set(NAMED.findall(environment().get_template("parts/keys.html").render()))
    assert {"a", "j", "x", "?"} <= buttons | scripts
    assert (buttons | scripts) - named == set()
