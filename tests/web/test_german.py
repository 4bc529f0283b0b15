"""Does a German reader get German pages, with German days and numbers, and an English one the same as ever?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import httpx
import pytest

from batonpass.handoff.requests import Dispose
from batonpass.tongue import written_out
from batonpass.tongue.heard import heard
from batonpass.tongue.spoken import Later, chosen, later, say, say_of, speaking, spoken
from batonpass.web.parts import words
from batonpass.web.parts.traces import called
from tests.web.site import press

NOW = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)
GERMAN = {"accept-language": "de-DE,de;q=0.9,en;q=0.5"}


@pytest.mark.parametrize(
    ("accepts", "language"),
    [
        ("de-DE,de;q=0.9,en;q=0.5", "de"),
        ("fr, en;q=0.3, de;q=0.8", "de"),
        ("en-GB, de;q=0.9", "en"),
        ("de;q=0", "en"),
        ("pt", "en"),
        ("", "en"),
        ("de;q=many", "en"),
    ],
)
def test_the_browser_says_which_language_is_wanted_most(accepts, language):
    assert chosen(accepts) == language


def test_days_and_numbers_are_written_as_germans_write_them():
    with speaking("de"):
        read = (
            words.moment(NOW, zone=UTC, now=NOW + timedelta(days=400)).replace(words.NO_BREAK, " "),
            words.moment(NOW, zone=UTC, now=NOW + timedelta(days=1)).replace(words.NO_BREAK, " "),
            words.month("2026-03").replace(words.NO_BREAK, " "),
            written_out.numeral("1,234.5"),
            words.number(Decimal("54.50")),
            words.country("SE"),
        )
    assert read == ("22.11.2026 14:05", "So 14:05", "März 2026", "1.234,5", "54,5", "Schweden")


@pytest.mark.parametrize(("minutes", "says"), [(1, "vor 1 Minute"), (2, "vor 2 Minuten"), (60, "vor 1 Stunde")])
def test_plurals_are_right(minutes, says):
    with speaking("de"):
        assert words.ago(timedelta(minutes=minutes)) == says


@pytest.mark.parametrize(
    ("reason", "says"),
    [
        ("acme is registered under acme.example too", "acme ist auch unter acme.example registriert"),
        ("both gave the number +46812345, under different addresses", "beide nannten die Nummer +46812345, unter"),
        ("both gave the number +46812345, one of them without an address", "beide nannten die Nummer +46812345, einer"),
        ("the address is free mail: anybody may claim a company", "die Adresse ist Freemail"),
    ],
)
def test_why_two_look_alike_is_said_in_german(reason, says):
    with speaking("de"):
        assert words.told(reason).startswith(says)


def test_english_is_as_it_was():
    read = (words.moment(NOW, zone=UTC, now=NOW + timedelta(days=400)), words.ago(timedelta(days=1)), words.said(5_400))
    assert [one.replace(words.NO_BREAK, " ") for one in read] == [
        "22 Nov 2026 14:05",
        "1 day ago",
        "1 hour 30 minutes",
    ]


def test_a_text_that_nobody_translated_stays_english():
    with speaking("de"):
        assert say("Nobody ever translated {this}.", this="it") == "Nobody ever translated it."


def test_a_language_that_we_do_not_speak_is_english():
    with speaking("tlh"):
        assert (spoken(), say_of(2, "{n} day", "{n} days")) == ("en", "2 days")


def test_a_text_written_down_early_is_translated_where_it_is_read():
    name = later("Inbox")
    with speaking("de"):
        assert (f"{name}", name == "Inbox", isinstance(name, Later)) == ("Eingang", True, True)


@pytest.mark.parametrize(
    ("kept", "read"),
    [
        ("Anna Duarte owns the account Argolis Farma AE", "Anna Duarte ist für den Account Argolis Farma AE zuständig"),
        ("score 84.55 reaches 40", "Score 84,55 erreicht 40"),
        ("Bo Lindahl: no response; goes to Nurture", "Bo Lindahl: keine Antwort; geht nach Nurture"),
        (
            "Why now: asked for a demo 2 hours ago; score 70 reaches 40",
            "Warum jetzt: asked for a demo vor 2 Stunden; Score 70 erreicht 40",
        ),
        (
            "Why now: asked for a demo 6 days ago; Ana opened an opportunity, to close by 2027-02-08",
            "Warum jetzt: asked for a demo vor 6 Tagen; Ana hat eine Opportunity eröffnet, Abschluss bis 2027-02-08",
        ),
        (
            "If lead country is one of DE, AT and employees at least 50",
            "Wenn Land des Leads ist eines von DE, AT und Beschäftigte mindestens 50",
        ),
        (
            "Sofie Aigner's turn in dach (now, first to open)",
            "Sofie Aigner ist an der Reihe in dach (jetzt, öffnet zuerst)",
        ),
        ("Ana, Bo and 6 more not at work", "Ana, Bo und 6 weitere nicht bei der Arbeit"),
        (
            "Eva Lind of the same company is Nurture, last seen 11 days ago",
            "Eva Lind aus derselben Firma ist Nurture, zuletzt gesehen vor 11 Tagen",
        ),
        ("Found out: Do they have the problem? Yes", "Herausgefunden: Do they have the problem? Ja"),
        ("Country: Sweden", "Land: Schweden"),
        ("Company: Firm, robots, 120 people, Sweden", "Firma: Firm, robots, 120 Beschäftigte, Schweden"),
        ("Note: Call in May (Ana, call, 2 days ago)", "Notiz: Call in May (Ana, Anruf, vor 2 Tagen)"),
        ("Next meeting: Thu 4 Mar 15:00", "Nächster Termin: Do 4. März 15:00"),
        (
            "nobody is at work until Mon 28 Dec 09:00 (Lisbon time); Ana opens first",
            "bis Mo 28. Dez. 09:00 (Lissabon) arbeitet niemand; Ana öffnet zuerst",
        ),
        ("Worked by: Ana, 1 touch since 2 Mar 2027", "Bearbeitet von: Ana, 1 Kontakt seit 02.03.2027"),
        (
            "Ana has it, and 100 % of the window passed without a touch",
            "Der Lead ist bei Ana, und 100 % der Frist verstrichen ohne Kontakt",
        ),
        (
            "100 % of the window passed without a touch; Mara is not at work; Bo is not at work",
            "100 % der Frist verstrichen ohne Kontakt; Mara arbeitet gerade nicht; Bo arbeitet gerade nicht",
        ),
        (
            "200 % of the window passed without a touch; it stays with Ana, for nobody else could take it",
            "200 % der Frist verstrichen ohne Kontakt; er bleibt bei Ana, denn sonst konnte ihn niemand nehmen",
        ),
        ("Ana is away until Tue 2 Mar 10:30", "Ana ist abwesend bis Di 2. März 10:30"),
        ("no rule names anybody; missing: country", "keine Regel nennt jemanden; es fehlt: Land"),
        ("10 leads to label together, Oct 2026", "10 Leads gemeinsam einstufen, Okt. 2026"),
        (
            "Score 55 (fit 45, behaviour 9.9, South model): +45 asked for a demo, +9.9 looked at pricing",
            "Score 55 (Fit 45, Verhalten 9,9, Modell South): +45 asked for a demo, +9,9 looked at pricing",
        ),
        (
            "in the week before, they took the e-book, and looked at pricing twice",
            "in der Woche davor: took the e-book und looked at pricing zweimal",
        ),
        (
            "the last round ended on 2 Mar 2027 (given back by Ana, no budget)",
            "die letzte Runde endete am 02.03.2027 (zurückgegeben von Ana, no budget)",
        ),
        (
            "Ana reached out 2 days ago (call), after 3 more",
            "Ana hat sich vor 2 Tagen gemeldet (Anruf), 3-mal schon davor",
        ),
        (
            "Nils of the same company was lost on 2 Mar 2027 (Ana: lost: price)",
            "Nils aus derselben Firma ging am 02.03.2027 verloren (Ana: verloren: price)",
        ),
        ("Budget: by the end of the year", "Budget: by the end of the year"),
        ("Our boss has questions", "Our boss has questions"),
    ],
)
def test_a_sentence_that_was_decided_is_said_again_with_its_values_as_they_are(kept, read):
    with speaking("de"):
        assert heard(kept) == read
    assert heard(kept) == kept


def test_what_was_changed_is_called_as_on_the_other_pages():
    names = ("rep", "tz", "queue")
    assert [called(name) for name in names] == ["rep", "time zone", "queue"]
    with speaking("de"):
        assert [called(name) for name in names] == ["Vertrieb", "Zeitzone", "Warteschlange"]


@pytest.mark.asyncio(loop_scope="session")
class TestPages:
    async def test_the_door_speaks_as_the_browser_asks(self, site):
        async with site.visitor() as visitor:
            page = (await visitor.get("/sign-in", headers=GERMAN)).text
        assert ('<html lang="de">' in page, "Anmelden" in page, "Sign in" in page) == (True, True, False)

    async def test_the_door_speaks_what_was_chosen_at_it(self, site):
        async with site.visitor() as visitor:
            await visitor.get("/sign-in?language=de")
            assert '<html lang="de">' in (await visitor.get("/sign-in")).text

    async def test_the_inbox_and_a_lead_are_german(self, site):
        lead = await site.lead()
        async with site.signed_in("ana") as visitor:
            await press(visitor, "/me/language", on="/me", language="de")
            inbox, page = (await visitor.get("/")).text, (await visitor.get(f"/leads/{lead}")).text
        german = ("Eingang", "zu tun", "Kontakt eintragen", "Annehmen", "Ablehnen", "Warum dieser Lead, warum jetzt")
        assert [one for one in german if one not in inbox + page] == []
        assert [
            one for one in ("Log a touch", "Why this lead, why now", ">Inbox<", "to do<") if one in inbox + page
        ] == []

    async def test_what_can_be_taken_back_is_told_in_german(self, site):
        lead = await site.lead()
        await site.act(lead, Dispose(by="ana", outcome="recycled", reason="timing"))
        async with site.signed_in("ana") as visitor:
            await press(visitor, "/me/language", on="/me", language="de")
            assert "Sie haben die Arbeit an diesem Lead abgeschlossen." in (await visitor.get(f"/leads/{lead}")).text

    async def test_what_was_chosen_holds_in_every_browser(self, site):
        async with site.signed_in("ana") as visitor:
            await press(visitor, "/me/language", on="/me", language="de")
        async with site.signed_in("ana") as other:
            assert '<html lang="de">' in (await other.get("/")).text

    async def test_who_has_chosen_english_reads_english_in_a_german_browser(self, site):
        async with site.signed_in("ana") as visitor:
            await press(visitor, "/me/language", on="/me", language="en")
            assert '<html lang="en">' in (await visitor.get("/", headers=GERMAN)).text

    async def test_a_language_that_is_not_there_changes_nothing(self, site):
        async with site.signed_in("ana") as visitor:
            answer = await press(visitor, "/me/language", on="/me", language="tlh")
            assert answer.status_code == httpx.codes.UNPROCESSABLE_ENTITY
            assert '<html lang="en">' in (await visitor.get("/")).text

    async def test_an_error_is_german_too(self, site):
        async with site.signed_in("ana") as visitor:
            page = (await visitor.get("/leads/L-none", headers=GERMAN)).text
        assert "Diesen Lead gibt es nicht" in page
