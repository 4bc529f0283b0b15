"""How does an effect become a letter: which words, which look, for whom?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined, Template, TemplateNotFound, select_autoescape

from batonpass.connectors.channel import Message
from batonpass.connectors.links import choices_link, hold_secret
from batonpass.handoff.effects import AcknowledgeLead, TellLeader, TellRep
from batonpass.tongue.heard import heard
from batonpass.tongue.spoken import counted, say, speaking, spoken, translated

from .letter import Letter
from .look import Dressed
from .news import News, by_urgency, news
from .plain import one_address, one_line, safe_greeting

_GAP = re.compile(r"\n\s*\n")
_ANY_KIND = "notice"
_NAME, _PROMISE, _COMPANY = "{name}", "{promise}", "{company}"
_BY_PROMISE = re.compile(r"(?:\b(?:by|before|until) )?\{promise\}", re.IGNORECASE)
_BEFORE_NAME = re.compile(r" ?\{name\}")
_NO_PROMISE = "as soon as we can"
TO_KNOW = frozenset({"taken_away", "taken_over", "corrected"})
"""News after which nothing is asked of who reads it."""


class NoLetter(ValueError):
    """This effect cannot be a letter; the text says what has to be changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stationery:
    """What all our letters share: where our pages are, who writes, and the secret of 32 bytes that signs links."""

    base_url: str
    sender: str
    sender_name: str
    link_secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        hold_secret(self.link_secret)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is said of a lead in a message: the news, and the words of its kind around it."""

    news: News
    subject: str
    caption: str
    opening: str
    running: bool


class Desk:
    """Where letters are written. Templates see text only, and in pages all text of others is escaped (S19)."""

    def __init__(self, stationery: Stationery) -> None:
        self._stationery = stationery
        here = Path(__file__).parent
        self._templates = Environment(
            loader=Dressed(here, here / "words"),
            autoescape=select_autoescape(enabled_extensions=("html.j2",), default=False),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            extensions=["jinja2.ext.i18n"],
        )
        self._templates.install_gettext_callables(translated, counted, newstyle=True)  # type: ignore[attr-defined]
        self._templates.globals["spoken"] = spoken

    def letter(self, message: Message) -> Letter:
        """The letter for one outbox row. Raises NoLetter when there is nobody or nothing to write to."""
        to = one_address(message.recipient)
        if to is None:
            raise NoLetter(
                f"{one_line(message.recipient, most=80)!r} is not one mail address that plain SMTP can reach"
            )
        match message.effect:
            case TellRep() as effect:
                with speaking(message.language):
                    return self._of_many(message, to) if message.together else self._to_rep(message, effect, to)
            case AcknowledgeLead() as effect:
                return self._to_lead(message, effect, to)
            case TellLeader() as effect:
                with speaking(message.language):
                    return self._to_leader(message, effect, to)
            case other:
                raise NoLetter(f"{type(other).__name__} is not something that is said by mail")

    def _of_many(self, message: Message, to: str) -> Letter:
        """One letter about many leads, the first due first; none is left out."""
        ours = self._stationery
        leads, opening = self.all_told(message)
        shown: dict[str, Any] = {"news": leads, "opening": opening, "subject": opening}
        return Letter(
            key=message.key,
            sender=ours.sender,
            sender_name=ours.sender_name,
            to=to,
            to_name=leads[0].news.rep,
            subject=opening,
            text=self._fill("together.txt.j2", shown),
            html=self._fill("together.html.j2", shown),
            at=message.at,
        )

    def all_told(self, message: Message) -> tuple[list[Told], str]:
        """What there is to say of all the leads of a message about many, the first due first, and how it opens."""
        pairs = by_urgency(message)
        leads = [self.told(one, effect) for one, effect in pairs]
        pressing = [told for told, (one, _) in zip(leads, pairs, strict=True) if one.kind not in TO_KNOW]
        return leads, _need([one.news.late for one in pressing], known=len(leads) - len(pressing))

    def told(self, message: Message, effect: TellRep) -> Told:
        """What there is to say of one lead, with the words of its kind."""
        told = news(message, effect, base_url=self._stationery.base_url, secret=self._stationery.link_secret)
        words = vars(self._words(message.kind).make_module({"news": told}))
        return Told(
            news=told,
            subject=one_line(str(words["subject"])),
            caption=str(words["caption"]),
            opening=one_line(str(words["opening"]), most=600),
            running=bool(words["running"]),
        )

    def _to_rep(self, message: Message, effect: TellRep, to: str) -> Letter:
        ours = self._stationery
        told = self.told(message, effect)
        shown: dict[str, Any] = {name: getattr(told, name) for name in Told.__slots__}
        return Letter(
            key=message.key,
            sender=ours.sender,
            sender_name=ours.sender_name,
            to=to,
            to_name=effect.name,
            subject=told.subject,
            text=self._fill("rep.txt.j2", shown),
            html=self._fill("rep.html.j2", shown),
            at=message.at,
        )

    def _to_lead(self, message: Message, effect: AcknowledgeLead, to: str) -> Letter:
        ours = self._stationery
        sender = one_address(effect.sender) or ours.sender
        way_out = choices_link(message.lead, base_url=ours.base_url, secret=ours.link_secret) if ours.base_url else ""
        shown: dict[str, Any] = {"subject": one_line(effect.subject), "way_out": way_out}
        shown |= _said(effect, effect.company or ours.sender_name)
        return Letter(
            key=message.key,
            sender=sender,
            sender_name=ours.sender_name,
            to=to,
            to_name="",
            subject=shown["subject"],
            text=self._fill("acknowledge.txt.j2", shown),
            html=self._fill("acknowledge.html.j2", shown),
            at=message.at,
            unsubscribe=f"mailto:{sender}?subject=unsubscribe",
            way_out=way_out,
        )

    def _to_leader(self, message: Message, effect: TellLeader, to: str) -> Letter:
        ours = self._stationery
        shown: dict[str, Any] = {
            "subject": heard(one_line(effect.subject)),
            "name": one_line(effect.name, most=60),
            "lines": [heard(one_line(line, most=600)) for line in effect.lines],
            "button": heard(one_line(effect.button, most=40)),
            "url": f"{ours.base_url.rstrip('/')}{effect.path}" if ours.base_url else "",
        }
        return Letter(
            key=message.key,
            sender=ours.sender,
            sender_name=ours.sender_name,
            to=to,
            to_name=effect.name,
            subject=shown["subject"],
            text=self._fill("leader.txt.j2", shown),
            html=self._fill("leader.html.j2", shown),
            at=message.at,
        )

    def _words(self, kind: str) -> Template:
        """The words for this kind; a kind that is newer than we are is still told."""
        if not kind.replace("_", "").isalpha():
            kind = _ANY_KIND
        try:
            return self._templates.get_template(f"{kind}.txt.j2")
        except TemplateNotFound:
            return self._templates.get_template(f"{_ANY_KIND}.txt.j2")

    def _fill(self, template: str, shown: dict[str, object]) -> str:
        return self._templates.get_template(template).render(shown).strip() + "\n"


def _need(late: Sequence[bool], *, known: int) -> str:
    """How a message about many leads opens: how many need the reader, each late or not, and how many are news only."""
    if not late:
        return say("{n} leads, for you to know", n=known)
    if len(late) == 1:
        need = say("1 late lead needs you") if late[0] else say("1 lead needs you")
    else:
        need = say("{n} leads need you", n=len(late))
        need += say(", {late} of them late", late=sum(late)) if any(late) else ""
    return need + (say(", {n} more to know of", n=known) if known else "")


def _said(effect: AcknowledgeLead, company: str) -> dict[str, object]:
    """The words of the playbook with their three blanks filled; greeting and promise stand around if they lack them."""
    greeting, promise = safe_greeting(effect.greeting), one_line(effect.by_local, most=80)
    words = effect.words.replace("\r\n", "\n")
    filled = _filled(words, name=greeting.removeprefix("Hello").strip(" ,"), promise=promise, company=company)
    return {
        "greeting": "" if _NAME in words else greeting,
        "paragraphs": [_lines(part) for part in _GAP.split(filled) if part.strip()],
        "promised": f"You will hear from one of us by {promise}." if promise and _PROMISE not in words else "",
    }


def _filled(words: str, *, name: str, promise: str, company: str) -> str:
    """A name or time that we do not know leaves a sentence that still reads well, and promises nothing."""
    words = words if promise else _BY_PROMISE.sub(_NO_PROMISE, words)
    words = words if name else _BEFORE_NAME.sub("", words)
    return words.replace(_NAME, name).replace(_PROMISE, promise).replace(_COMPANY, company)


def _lines(paragraph: str) -> str:
    return "\n".join(one_line(line, most=2_000) for line in paragraph.strip().splitlines())
