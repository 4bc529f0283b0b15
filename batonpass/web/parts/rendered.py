"""How does a view become a page?"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse

from batonpass.tongue.heard import heard, heard_term
from batonpass.tongue.spoken import counted, spoken, translated
from batonpass.tongue.written_out import numeral

from . import words
from .icons import icon

WEB = Path(__file__).parents[1]
STATIC = WEB / "static"


@cache
def static(name: str) -> str:
    """The address of a file of ours with its content's mark, so that browsers may keep it for ever."""
    mark = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={mark}"


def token_field(token: str) -> Markup:
    """The hidden field that shows a form to be ours."""
    return Markup('<input type="hidden" name="token" value="{}">').format(token)


def speak_in(templates: Environment) -> None:
    """Let templates translate: `_()` and `{% trans %}`, escaped as their page is; `spoken()` is their language."""
    templates.install_gettext_callables(translated, counted, newstyle=True)  # type: ignore[attr-defined]  # of i18n
    templates.globals["spoken"] = spoken


def grouped(number: int) -> str:
    """A count as the language spoken groups it: 1,234 or 1.234."""
    return numeral(f"{number:,}")


@cache
def environment() -> Environment:
    """Our templates: everything is escaped, and a name that is not there is a fault."""
    made = Environment(
        loader=FileSystemLoader(WEB),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    speak_in(made)
    made.globals.update(
        icon=icon,
        static=static,
        token_field=token_field,
        initials=words.initials,
        hue=words.hue,
        points=words.points,
        numeral=numeral,
    )
    made.filters.update(
        sentence=words.sentence,
        heard=heard,
        term=heard_term,
        land=words.country,
        minutes=words.promised,
        plain=words.plain,
        dated=words.dated,
        grouped=grouped,
        month=words.month,
    )
    return made


def rendered(template: str, status: int = 200, **view: Any) -> HTMLResponse:
    """The page as an answer; `frame` is what stands round it, absent for who has not signed in."""
    view.setdefault("frame", None)
    return HTMLResponse(environment().get_template(template).render(**view), status_code=status)
