"""When is somebody back, by the words of the automatic reply that their mailbox gives?

A wrong day is worse than none: only a day that is named right beside words for a return, or for the end of an absence,
is taken. Two that contradict each other, one that can be read in two ways and one that is no such weekday are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from html.parser import HTMLParser

LONGEST = timedelta(days=60)
"""Who says to be away for longer is for a person to decide on."""
TEXT_MOST = 4_000
DAY = timedelta(days=1)
MONTHS = (
    "january januar janvier enero janeiro gennaio januari jan",
    "february februar février fevrier febrero fevereiro febbraio februari feb",
    "march märz maerz mars marzo março maart mar mär",
    "april avril abril aprile apr",
    "may mai mayo maio maggio mei maj",
    "june juni juin junio junho giugno jun",
    "july juli juillet julio julho luglio jul",
    "august août aout agosto augusti augustus aug",
    "september septembre septiembre setembro settembre sep sept",
    "october oktober octobre octubre outubro ottobre oct okt",
    "november novembre noviembre novembro nov",
    "december dezember décembre decembre diciembre dezembro dicembre dec dez",
)
WEEKDAYS = (
    "monday montag lundi lunes segunda-feira lunedì maandag måndag mandag mon mo",
    "tuesday dienstag mardi martes terça-feira martedì dinsdag tisdag tirsdag tue di",
    "wednesday mittwoch mercredi miércoles quarta-feira mercoledì woensdag onsdag wed mi",
    "thursday donnerstag jeudi jueves quinta-feira giovedì donderdag torsdag thu do",
    "friday freitag vendredi viernes sexta-feira venerdì vrijdag fredag fri fr",
    "saturday samstag samedi sábado sabato zaterdag lördag lørdag sat sa",
    "sunday sonntag dimanche domingo domenica zondag söndag søndag sun so",
)
MONTH = {name: number for number, names in enumerate(MONTHS, start=1) for name in names.split()}
WEEKDAY = {name: number for number, names in enumerate(WEEKDAYS) for name in names.split()}
_MONTH = "|".join(sorted(MONTH, key=len, reverse=True))
_DATE = re.compile(
    rf"(?:\b(?P<weekday>{'|'.join(sorted(WEEKDAY, key=len, reverse=True))})\b\.?,?\s+)?"
    r"(?:\b(?:the|den|dem|der|le|el|il|dia|día|d\.)\s+)?"
    r"(?:(?<![\d./-])(?:(?P<iso>20\d\d-\d\d-\d\d)(?![\d-])"
    r"|(?P<first>\d{1,2})(?P<sign>[./-])\s?(?P<second>\d{1,2})(?:(?P=sign)\s?(?P<short>(?:20)?\d\d)|\.)?(?![\d/:-])"
    rf"|(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|\.|º)?\s+(?:of\s+|de\s+)?(?P<month>{_MONTH})\b\.?(?:,?\s+(?:de\s+)?(?P<year>20\d\d))?)"
    rf"|\b(?P<named>{_MONTH})\b\.?\s+(?P<nth>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:/]|\.\d)(?:,?\s+(?P<after>20\d\d))?)",
    re.IGNORECASE,
)
_FEW = r"(?:\s+[^\W\d_]+){0,4}?\s+"
_NEVER = r"(?<!not )(?<!n't )(?<!not be )(?<!n't be )(?<!never )"
_RETURNS = re.compile(
    rf"\b{_NEVER}(?:back|returns?|returning|reachable|available\s+again){_FEW}?(?:on|from|as\s+of|starting)\s*:?\s*$|\breturning\s*$"
    rf"|\b(?:return\s+date|back\s+on|zurück\s+am|rückkehr|date\s+de\s+retour)\s*:\s*$"
    rf"|\b(?:wieder|zurück){_FEW}?(?:ab|am)(?:\s+dem)?\s*$"
    rf"|\b(?:retour|reviens|reviendrai|rentre|rentrerai|joignable|disponible){_FEW}?(?:le|du|au)?\s*$"
    rf"|\b(?:vuelta|regreso|regresaré|vuelvo|volveré){_FEW}?(?:el|del)?\s*$"
    rf"|\b(?:volta|regresso|volto){_FEW}?(?:a|em|no|de)?\s*$"
    rf"|\b(?:ritorno|rientro|rientrerò|tornerò|torno){_FEW}?(?:il|dal)?\s*$"
    rf"|\b(?:terug|bereikbaar){_FEW}?(?:op|vanaf)\s*$"
    rf"|\b(?:tillbaka|tilbake|tilbage){_FEW}?(?:den|från|fra)?\s*$",
    re.IGNORECASE,
)
_FROM_ON = re.compile(r"\b(?:ab|am)(?:\s+dem)?\s*$", re.IGNORECASE)
_AGAIN = re.compile(r"^[\s,]*(?:(?!nicht|bis)[^\W\d_]+,?\s+){0,5}?(?:wieder|zurück)\b", re.IGNORECASE)
_AWAY = re.compile(
    r"\b(?:away|out|leave|vacation|holidays?|absent|unavailable|closed|ooo|abwesend|abwesenheit|urlaub|nicht|geschlossen"
    r"|absente|congés?|vacances|vacaciones|ausente|fuera|fora|férias|assente|ferie|afwezig|vakantie)\b",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"\b(?:until|till|through)(?:\s+and\s+including)?\s*$|\bbis(?:\s+(?:einschließlich|inkl\.?|zum|und\s+mit))*\s*$"
    r"|\bjusqu'au\s*$|\bhasta(?:\s+el)?\s*$|\baté(?:\s+a)?\s*$|\bfino\s+al\s*$|\btot(?:\s+en\s+met)?\s*$",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\b(?:colleagues?|he|she|they|his|her|their|contact|webinar|kolleg\w*|vertret\w*|er|collègues?|elle|il"
    r"|compañer\w*|colegas?|colleg\w*|collega\w*|hij|zij)\b",
    re.IGNORECASE,
)
"""Words by which a sentence speaks of somebody or something else, who is back then."""
_GONE = re.compile(
    r"\b(?:left\s+the\s+company|no\s+longer\s+(?:with|work\w*|employed)|nicht\s+mehr\s+(?:im\s+unternehmen|bei|für|tätig)"
    r"|ne\s+(?:travaille|fais)\s+plus|ya\s+no\s+trabaj\w+|non\s+lavora\s+più|niet\s+meer\s+werkzaam)\b",
    re.IGNORECASE,
)
_ENGLISH = re.compile(r"\b(?:on|from|of|starting|until|till|through|including|date|back)\s*:?\s*$", re.IGNORECASE)
_SENTENCE = re.compile(r"[!?]\s|\.\s+(?=[^\W\d_])|\n\s*\n")
_NOT_THEIRS = re.compile(
    r"^[^\S\n]*(?:>|-{3,}+.{0,200}\w|_{5,}|(?:on|am|le|el|il|op|em|den)\b.{5,150}(?:wrote|schrieb|écrit|escribió|scritto|schreef|skrev).{0,60}:"
    r"|(?:from|von|de|da|van|från|fra)\s*:\s)",
    re.IGNORECASE | re.MULTILINE,
)


class Unclear(Exception):
    """A day is named, and nobody can say which."""


def back_on(text: str, said_on: date) -> date | None:
    """The day of the return that an automatic reply of that day names; None when that is not beyond doubt."""
    quoted = _NOT_THEIRS.search(text[: 2 * TEXT_MOST])
    own = (text[: quoted.start()] if quoted else text)[:TEXT_MOST]
    if _GONE.search(own):
        return None
    try:
        told = [*_told(own.replace("\r\n", "\n").replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"), said_on)]
    except Unclear:
        return None
    returns, ends = ({day for day, known in told if known is exact} for exact in (True, False))
    found = returns or ends
    if len(found) != 1 or any(end > day for end in ends for day in found):
        return None
    (day,) = found
    return day if said_on < day <= said_on + LONGEST else None


def words_of(content: str, kind: str) -> str:
    """The words that a reader would see of a part of a mail."""
    if kind != "text/html":
        return content
    reader = _Words()
    reader.feed(content)
    return "".join(reader.heard)


def _told(text: str, said_on: date) -> Iterator[tuple[date, bool]]:
    """Each day on which they are back: told by itself (True), or the day after the last one of an absence."""
    for found in _DATE.finditer(text):
        before = _SENTENCE.split(text[max(0, found.start() - 160) : found.start()])[-1]
        after = _SENTENCE.split(text[found.end() : found.end() + 80])[0]
        before, after = " ".join(before.split()) + " ", " ".join(after.split())
        back = _RETURNS.search(before) or (_FROM_ON.search(before) and _AGAIN.search(after))
        if back and _OTHERS.search(before):
            raise Unclear
        if back:
            yield _day(found, said_on, english=bool(_ENGLISH.search(before))), True
        elif _UNTIL.search(before) and _AWAY.search(f"{before} {after}"):
            yield _day(found, said_on, english=bool(_ENGLISH.search(before))) + DAY, False


def _day(found: re.Match[str], said_on: date, *, english: bool) -> date:
    """The day that is written there. Raises Unclear for none, and for one of two."""
    part = found.groupdict()
    try:
        day = date.fromisoformat(part["iso"]) if part["iso"] else _of_parts(part, said_on, english=english)
    except ValueError as no_such_day:
        raise Unclear from no_such_day
    weekday = part["weekday"]
    if weekday and WEEKDAY[weekday.lower()] != day.weekday():
        raise Unclear
    return day


def _of_parts(part: dict[str, str | None], said_on: date, *, english: bool) -> date:
    year = part["year"] or part["after"] or part["short"]
    if part["first"]:
        number, month = int(part["first"]), int(part["second"] or 0)
        if english and part["sign"] != ".":
            if number <= 12 and month <= 12 and number != month:  # noqa: PLR2004 - months
                raise Unclear
            number, month = (month, number) if month > 12 else (number, month)  # noqa: PLR2004 - months
    else:
        number, month = int(part["day"] or part["nth"] or 0), MONTH[(part["month"] or part["named"] or "").lower()]
    if year:
        return date(int(year) % 100 + 2000, month, number)
    this = date(said_on.year, month, number)
    return this if this > said_on else date(said_on.year + 1, month, number)


class _Words(HTMLParser):
    """The text between tags, without what is quoted in a block of its own."""

    BREAKS = frozenset({"br", "p", "div", "li", "tr", "h1", "h2", "h3", "hr"})
    SILENT = frozenset({"style", "script", "blockquote", "title"})

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A new line where a reader sees one."""
        del attrs
        self._silent += tag in self.SILENT
        if tag in self.BREAKS:
            self.heard.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """What was silent is over."""
        self._silent = max(0, self._silent - (tag in self.SILENT))

    def handle_data(self, data: str) -> None:
        """Words, if they are to be read."""
        if not self._silent:
            self.heard.append(data)
