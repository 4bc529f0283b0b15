"""How does a message look in Slack? All text of others is plain there: it names nobody and formats nothing (S20)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from batonpass.connectors.email.plain import one_line
from batonpass.connectors.email.render import Told
from batonpass.tongue.spoken import say

HEADER_MOST, TEXT_MOST, BUTTON_MOST = 150, 2900, 75
LEADS_A_BLOCK = 10
Block = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """`value` comes back when it is pressed; without one it opens `url`."""

    name: str
    says: str
    value: str = ""
    url: str = ""
    asks: str = ""
    main: bool = False


def card(told: Told, buttons: Sequence[Button]) -> dict[str, Any]:
    """One lead: who, by when, why, the brief, and what can be done."""
    news, lines = told.news, []
    if told.running and news.due:
        late = f", {news.due_in}" if news.due_in else ""
        when = say("was due") if news.late else say("due")
        lines.append(f"{say(news.promised)} {when} {news.due} ({news.town}){late}")
    if told.running and news.call_from:
        lines.append(say("Do not call before {at} ({town})", at=news.call_from, town=news.town))
    lines += [told.opening, *(one for one in (news.role, news.reach if told.running else "") if one)]
    blocks: list[Block] = [_header(f"{told.caption}: {news.name or news.who}"), _section("\n".join(lines))]
    if told.running and news.lines:
        brief = "\n".join(f"{line.label}: {line.text}" if line.label else line.text for line in news.lines)
        blocks += [{"type": "divider"}, _section(brief)]
    return _message(told.subject, [*blocks, {"type": "actions", "elements": [_button(one) for one in buttons]}])


def together(leads: Sequence[Told], opening: str) -> dict[str, Any]:
    """Many leads, the first due first; none is left out."""
    said = [_in_short(one) for one in leads]
    groups = [said[n : n + LEADS_A_BLOCK] for n in range(0, len(said), LEADS_A_BLOCK)]
    return _message(opening, [_header(opening), *(_section("\n".join(group)) for group in groups)])


def _in_short(told: Told) -> str:
    news = told.news
    what = say(news.promised.lower())
    at = f"{news.due} ({news.town})"
    when = say("{what} was due {at}", what=what, at=at) if news.late else say("{what} by {at}", what=what, at=at)
    due = f", {when}" if news.due else ""
    return f"• {told.caption}: {one_line(news.who, most=80)}{due} {news.lead_url}"


def _message(summary: str, blocks: list[Block]) -> dict[str, Any]:
    """The summary is what a telephone shows; it is the one text that Slack reads signs in, so they are taken out."""
    return {"text": escaped(summary), "blocks": blocks, "unfurl_links": False, "unfurl_media": False}


def escaped(text: str) -> str:
    """Slack reads `<!channel>` and `<@U…>` where these three signs stand bare."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _plain(text: str, most: int) -> Block:
    cut = text if len(text) <= most else text[: most - 1] + "…"
    return {"type": "plain_text", "text": cut or "-", "emoji": False}


def _header(text: str) -> Block:
    return {"type": "header", "text": _plain(one_line(text), HEADER_MOST)}


def _section(text: str) -> Block:
    return {"type": "section", "text": _plain(text, TEXT_MOST)}


def _button(button: Button) -> Block:
    block: Block = {"type": "button", "action_id": button.name, "text": _plain(button.says, BUTTON_MOST)}
    if button.url:
        block["url"] = button.url
    if button.value:
        block["value"] = button.value
    if button.main:
        block["style"] = "primary"
    if button.asks:
        yes, no = _plain(say("Yes"), 30), _plain(say("No"), 30)
        block["confirm"] = {
            "title": _plain(button.says, 100), "text": _plain(button.asks, 300), "confirm": yes, "deny": no,
        }  # fmt: skip
    return block
