"""Which form or event does the playbook make nothing of, and which name of it did the sender probably mean?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from batonpass.handoff.facts import Captured, Fact, Observed
from batonpass.handoff.heard_as import form_meant, listened_to, plain_name, signal_meant
from batonpass.handoff.playbook import Playbook
from batonpass.written.nearest import nearest
from batonpass.written.refused import quoted

LOOKED_AT, OF_MAIL = "page_view", "email_"
"""How events end that tell of a page, and begin that a mail system sends: they come by themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unheard:
    """A name that gives no signal; `near` is the known one most like it, empty when none is."""

    name: str
    near: str = ""


def unheard_form(form: str, playbook: Playbook) -> Unheard | None:
    """This form, if filling it gives no signal; None for one that does, in whichever capitals."""
    known = playbook.signals_of_forms
    if not form or form_meant(form, playbook) in known:
        return None
    return Unheard(name=form, near=_near(form, tuple(known)))


def unheard_event(name: str, playbook: Playbook) -> Unheard | None:
    """This event, if it is no signal and somebody has probably meant one.

    What a mail system tells comes by itself, and so does each page that is looked at: of a page it is only told when a
    signal has a page that is called nearly so.
    """
    known, plain = listened_to(playbook), plain_name(name)
    if plain.startswith(OF_MAIL) or signal_meant(name, playbook) in known:
        return None
    if not plain.endswith(LOOKED_AT):
        return Unheard(name=name, near=_near(name, tuple(sorted(known))))
    pages = {plain_name(one).removesuffix(LOOKED_AT): one for one in known if plain_name(one).endswith(LOOKED_AT)}
    near = pages.get(_near(plain.removesuffix(LOOKED_AT), tuple(sorted(pages))))
    return Unheard(name=name, near=near) if near else None


def noted(fact: Fact, playbook: Playbook) -> tuple[str, ...]:
    """What to tell whoever sent this: that it was kept, and that nothing was made of its name."""
    if isinstance(fact, Captured):
        return _says("the form", unheard_form(fact.form, playbook))
    if isinstance(fact, Observed):
        return _says("the event", unheard_event(fact.signal, playbook))
    return ()


def _says(what: str, one: Unheard | None) -> tuple[str, ...]:
    if one is None:
        return ()
    meant = f"; did you mean {quoted(one.near)}?" if one.near else ""
    return (f"{what} {quoted(one.name)} gives no signal in the playbook in force, so it earns no points{meant}",)


@lru_cache(maxsize=1_000)
def _near(name: str, known: tuple[str, ...]) -> str:
    return nearest(name, known) or ""
