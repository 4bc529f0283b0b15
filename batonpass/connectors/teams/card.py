"""How does a message look in Teams? An adaptive card whose text of others is plain runs: there it formats nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from batonpass.connectors.email.render import Told
from batonpass.tongue.spoken import say

Block = dict[str, Any]
SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"
WHOLE_LEADS = 40
"""A card may hold 28 KB: beyond so many leads each is named with its due time and no more."""


def card(told: Told) -> Block:
    """One lead: who, by when, why, the brief; buttons open our page that asks once more."""
    news = told.news
    body = [
        _run(told.caption, size="Small", weight="Bolder"),
        _run(news.name or news.who, size="Large", weight="Bolder"),
    ]
    if news.role:
        body.append(_run(news.role, isSubtle=True))
    if told.running and news.due:
        late = f", {news.due_in}" if news.due_in else ""
        when = say("was due") if news.late else say("due")
        body.append(
            _run(f"{say(news.promised)} {when} {news.due} ({news.town}){late}", weight="Bolder", color=_color(told))
        )
    if told.running and news.call_from:
        body.append(_run(say("Do not call before {at} ({town})", at=news.call_from, town=news.town), color="Warning"))
    body.append(_run(told.opening))
    if told.running and news.reach:
        body.append(_run(news.reach))
    if told.running:
        body += [_run(f"{line.label}: {line.text}" if line.label else line.text) for line in news.lines]
    links = [
        (say(news.accept_says), news.accept_url),
        *((say(one.says), one.url) for one in news.others),
        *((one.says, one.url) for one in news.rejections),
    ]
    actions = [*links, (say("Open the lead"), news.lead_url)]
    return _message(body, [_open(says, url) for says, url in actions if url])


def together(leads: Sequence[Told], opening: str, inbox: str) -> Block:
    """Many leads, the first due first; none is left out."""
    body = [_run(opening, size="Large", weight="Bolder")]
    for count, told in enumerate(leads):
        news = told.news
        what, at = say(news.promised.lower()), news.due
        when = say("{what} was due {at}", what=what, at=at) if news.late else say("{what} by {at}", what=what, at=at)
        due = f", {when}" if news.due else ""
        body.append(_run(f"{told.caption}: {news.who}{due}" if count < WHOLE_LEADS else f"{news.name}{due}"))
    return _message(body, [_open(say("Open the inbox"), inbox)])


def _color(told: Told) -> str:
    return "Attention" if told.news.late else "Default"


def _run(text: str, **look: object) -> Block:
    return {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": text or "-", **look}]}


def _open(says: str, url: str) -> Block:
    return {"type": "Action.OpenUrl", "title": says, "url": url}


def _message(body: list[Block], actions: list[Block]) -> Block:
    content = {"$schema": SCHEMA, "type": "AdaptiveCard", "version": "1.4", "body": body, "actions": actions}
    kind = "application/vnd.microsoft.card.adaptive"
    return {"type": "message", "attachments": [{"contentType": kind, "contentUrl": None, "content": content}]}
