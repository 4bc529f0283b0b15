"""A mail to a rep says what they need, in their time, and nothing of a stranger comes alive in it (S06, S19)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from hypothesis import strategies as st

from batonpass.connectors.catcher.kept import read
from batonpass.connectors.email.letter import to_bytes
from batonpass.connectors.email.render import NoLetter, Stationery
from batonpass.connectors.links import LINK_PATH, read_choices, read_link
from tests.connectors.sample import DESK, HOOK, LINES, NOW, SECRET, ack, hook, tell
from tests.connectors.untimed import given

KINDS = [
    "assigned",
    "reminder",
    "breach",
    "reassigned",
    "taken_away",
    "asked_again",
    "corrected",
    "queued",
    "uncovered",
    "snoozed",
    "review",
    "review_late",
]


class Tags(HTMLParser):
    """Every tag and attribute of a page, as a browser would see them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, tuple[str, ...]]] = []
        self.targets: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, tuple(sorted(name for name, _ in attrs))))
        self.targets += [value for name, value in attrs if name in ("href", "src") and value]


def text(**other) -> str:
    return DESK.letter(tell(**other)).text


def written(message) -> str:
    """The text of an answer to a lead without its way out."""
    return DESK.letter(message).text.partition("No more mails or calls")[0].rstrip() + "\n"


def links(message) -> list[str]:
    return [
        link.partition(LINK_PATH)[2] for link in read("1", to_bytes(DESK.letter(message))).links if LINK_PATH in link
    ]


def test_the_subject_is_useful_in_a_list_on_a_phone():
    subject = DESK.letter(tell()).subject
    assert subject == "Asked for a demo: Eva Lind, Firm AB - first touch by 14:12"


def test_the_due_time_is_said_on_the_reps_own_wall():
    assert "First touch due today 14:12 (Lisbon), in 30 minutes." in text()


def test_another_rep_reads_the_same_instant_on_their_wall():
    assert "First touch due today 19:57 (Kathmandu), in 30 minutes." in text(zone="Asia/Kathmandu")


def test_a_promise_that_is_past_is_called_late():
    late = DESK.letter(tell(kind="breach", due_at=NOW - timedelta(minutes=65)))
    assert "First touch was due today 12:37 (Lisbon), 1 hour 5 minutes late." in late.text


@pytest.mark.parametrize("line", LINES)
def test_the_whole_brief_is_there(line):
    shown = text().replace("Eva Lind\nHead", "Eva Lind, Head")
    assert line in shown


@pytest.mark.parametrize(("kind", "shown"), [("assigned", True), ("breach", True), ("taken_away", False)])
def test_number_and_address_are_there_for_who_is_to_reach_out(kind, shown):
    letter = DESK.letter(tell(kind=kind, reach=("+46812345678", "eva@firm.example")))
    assert ["+46812345678, eva@firm.example" in one for one in (letter.text, letter.html)] == [shown, shown]


def test_the_brief_is_there_in_the_page_too():
    page = DESK.letter(tell()).html
    assert all(line.rpartition(": ")[2] in page for line in LINES[1:])


def test_a_rep_is_told_when_not_to_call_yet():
    assert "Do not call before tomorrow 08:00 (Lisbon)" in text(call_not_before=NOW + timedelta(hours=18, minutes=18))


def test_nothing_is_said_of_calling_when_it_is_fine_to_call():
    assert "Do not call" not in text(call_not_before=NOW - timedelta(hours=1))


def test_the_lead_page_is_one_click_away():
    assert "https://baton.lumen.example/leads/L42" in DESK.letter(tell()).html


def test_there_is_a_link_to_accept_and_one_for_each_reason():
    actions = [read_link(token, secret=SECRET, now=NOW).action for token in links(tell())]
    assert actions == ["accept", "reject:no_budget", "reject:wrong_person"]


def test_a_call_can_be_logged_and_a_reminder_asked_for_from_the_mail():
    told = links(tell(actions=("snooze", "call"), reasons=()))
    assert [read_link(token, secret=SECRET, now=NOW).action for token in told] == ["touch:call", "snooze:60"]


def test_links_are_bound_to_lead_rep_and_cycle():
    assert {
        (link.lead, link.rep, link.cycle) for link in (read_link(t, secret=SECRET, now=NOW) for t in links(tell()))
    } == {("L42", "ana", 1)}


def test_links_of_a_friday_evening_still_work_on_monday():
    (first, *_) = links(tell(due_at=NOW + timedelta(days=3)))
    assert read_link(first, secret=SECRET, now=NOW + timedelta(days=3, hours=23)).action == "accept"


def test_no_link_lasts_longer_than_a_week():
    (first, *_) = links(tell(due_at=NOW + timedelta(days=30)))
    assert read_link(first, secret=SECRET, now=NOW).until == NOW + timedelta(days=7)


def test_a_message_without_actions_holds_no_link_that_acts():
    assert links(tell(actions=(), reasons=())) == []


@pytest.mark.parametrize("kind", ["taken_away", "corrected"])
def test_a_lead_that_needs_nothing_more_is_not_told_anew(kind):
    letter = DESK.letter(tell(kind=kind, actions=(), reasons=()))
    assert not any(word in letter.text + letter.html for word in ("First touch", "They wrote", "Accept"))


@pytest.mark.parametrize("kind", [*KINDS, "invented_later"])
def test_each_kind_has_words_and_a_subject_of_its_own(kind):
    letter = DESK.letter(tell(kind=kind))
    assert letter.subject.count("Eva Lind") == 1
    assert "Ana's turn in emea" in letter.text


def test_no_two_kinds_read_alike():
    assert len({DESK.letter(tell(kind=kind)).subject for kind in KINDS}) == len(KINDS)


@pytest.mark.parametrize("kind", ["../rep", "rep.txt", "a/b", "{{ 7 * 7 }}"])
def test_a_kind_cannot_name_a_file(kind):
    assert DESK.letter(tell(kind=kind)).subject.startswith("Notice: ")


MARKUP = [
    "<script>", "</td></table>", "<img src=x onerror=alert(1)>", '"', "'", "&", "<", ">", "</style>", "{{ 7*7 }}",
    "{% raw %}", "<a href='https://evil.example'>", "Eva", "]]>", "<!--", "javascript:alert(1)",
]  # fmt: skip
EVIL = st.lists(st.sampled_from(MARKUP), max_size=6).map("".join)


@given(EVIL)
def test_no_markup_of_a_stranger_comes_alive(evil):
    plain, page = (
        DESK.letter(tell()),
        DESK.letter(tell(lead_name=f"E{evil}", lines=("E, COO", *(f"E {evil}" for _ in LINES[1:])))),
    )
    tame = DESK.letter(tell(lead_name="E", lines=("E, COO", *("E" for _ in LINES[1:]))))
    assert Tags(page.html).seen == Tags(tame.html).seen
    assert Tags(page.html).targets == Tags(plain.html).targets


@given(EVIL)
def test_no_template_of_a_stranger_is_filled_in(evil):
    letter = DESK.letter(tell(lead_name=f"{{{{ 7*7 }}}}{evil}", lines=("{{ news }}",)))
    assert "49" not in letter.subject
    assert "{{ 7*7 }}" in letter.text


def test_a_message_of_many_lines_cannot_play_a_second_mail():
    fake = "They wrote: Hi\n\n-- \nFrom: your manager\nAccept: https://evil.example"
    assert "They wrote: Hi -- From: your manager Accept: https://evil.example" in text(lines=("Eva", fake))


def test_the_page_loads_nothing_from_anywhere():
    page = DESK.letter(tell()).html
    assert not any(tag in {"img", "link", "script", "iframe"} for tag, _ in Tags(page).seen)
    assert "url(" not in page
    assert "@import" not in page


def test_the_page_can_be_dark():
    assert "prefers-color-scheme: dark" in DESK.letter(tell()).html


def test_the_lead_is_answered_with_greeting_words_and_the_promised_time():
    assert written(ack()) == (
        "Hello Eva,\n\nThank you for asking.\n\nSomebody reads it now.\n\n"
        "You will hear from one of us by Tue 2 Mar 15:12 (Stockholm time).\n"
    )


def test_no_time_is_promised_when_none_is_known():
    assert "You will hear" not in DESK.letter(ack(by_local="")).text


def test_the_blanks_in_the_words_of_the_playbook_are_filled():
    assert (
        written(ack(words="Dear {name},\n\nby {promise} we call.\n\n{company}"))
        == "Dear Eva,\n\nby Tue 2 Mar 15:12 (Stockholm time) we call.\n\nLumen handoff\n"
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Hello {name},\n\nwe call you by {promise}.", "Hello,\n\nwe call you as soon as we can.\n"),
        ("Dear {name}, a person calls before {promise}.", "Dear, a person calls as soon as we can.\n"),
        ("{promise}: we call.", "Hello,\n\nas soon as we can: we call.\n"),
    ],
)
def test_words_read_well_when_neither_name_nor_time_is_known(words, said):
    assert written(ack(words=words, greeting="Hello,", by_local="")) == said


def test_the_answer_carries_a_way_out_of_our_own_that_knows_the_lead():
    letter, (token,) = DESK.letter(ack()), re.findall(r"/choices/(\S+)", DESK.letter(ack()).text)
    assert letter.way_out in letter.html
    assert (letter.way_out.endswith(token), read_choices(token, secret=SECRET)) == (True, ack().lead)
    assert read_choices(token[:-1], secret=SECRET) is None


def test_the_answer_never_greets_with_a_strangers_text():
    assert "evil" not in DESK.letter(ack(greeting="Hello win at evil.example,")).text


def test_the_answer_comes_from_the_address_the_playbook_names():
    letter = DESK.letter(ack())
    assert (letter.sender, letter.unsubscribe) == (
        "hello@lumen.example",
        "mailto:hello@lumen.example?subject=unsubscribe",
    )


def test_a_rep_is_not_offered_to_unsubscribe():
    assert DESK.letter(tell()).unsubscribe == ""


@pytest.mark.parametrize("to", ["", "ana", "ana@x.example, bo@x.example", "ana@x.example\nBcc: bo@x.example"])
def test_a_letter_goes_to_one_address_or_not_at_all(to):
    with pytest.raises(NoLetter, match="not one mail address"):
        DESK.letter(tell(to=to))


def test_a_post_to_a_program_is_no_letter():
    with pytest.raises(NoLetter, match="PostWebhook"):
        DESK.letter(replace(hook(HOOK.to), recipient="ana@lumen.example"))


def test_letters_need_a_secret_that_nobody_guesses():
    with pytest.raises(ValueError, match="needs 32"):
        Stationery(base_url="https://x.example", sender="a@x.example", sender_name="A", link_secret=b"short")


def test_a_mail_to_a_rep_speaks_their_language():
    letter = DESK.letter(replace(tell(), language="de"))
    assert ("Neuer Lead" in letter.html, "Erstkontakt" in letter.text, "Annehmen" in letter.text) == (True, True, True)
    assert [one for one in ("New lead", "First touch", "Accept:", "ask once more") if one in letter.text] == []


def test_a_mail_to_a_lead_stays_as_the_playbook_writes_it():
    assert DESK.letter(replace(ack(), language="de")) == DESK.letter(ack())


@pytest.mark.parametrize(
    ("kinds", "subject"),
    [
        (("reassigned", "assigned", "taken_away"), "2 leads need you, 2 of them late, 1 more to know of"),
        (("reminder", "corrected"), "1 late lead needs you, 1 more to know of"),
        (("taken_away", "taken_over"), "2 leads, for you to know"),
    ],
)
def test_what_goes_together_counts_what_is_asked_of_its_reader_alone(kinds, subject):
    late = [
        replace(tell(kind=kind, due_at=NOW - timedelta(minutes=5)), key=f"k{n}", lead=f"L{n}")
        for n, kind in enumerate(kinds)
    ]
    assert DESK.letter(late[0].with_others(tuple(late))).subject == subject
