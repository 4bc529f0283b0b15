"""Does a playbook mean in Python what it says in the file, and is a broken one refused as a whole?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest

from batonpass.handoff.playbook import RungKind, Stage, Target
from batonpass.written.load import load
from tests.written.sound import SOUND, changed, read, refusal, told

PLAYBOOKS = Path(__file__).parents[2] / "playbooks"
HEAD, _, PEOPLE = SOUND.partition("calendars:\n")
NOBODY = HEAD.replace(", hours: both", "").replace(", owner: ana}", "}") + PEOPLE[PEOPLE.index("routing:") :]
"""The sound playbook without calendars, people, pools, queues and accounts."""


def warned(old: str, new: str) -> list[str]:
    return [str(problem) for problem in read(changed(old, new)).warnings]


@pytest.mark.parametrize("name", ["starter.yaml", "small-saas.yaml"])
def test_the_playbooks_to_begin_with_are_read_without_a_warning(name: str) -> None:
    assert load((PLAYBOOKS / name).read_bytes(), name).warnings == ()


def test_a_sound_playbook_has_nothing_to_tell() -> None:
    written = read(SOUND)
    assert (written.warnings, written.notes) == ((), ())


def test_the_domain_of_an_account_is_met_by_addresses_in_other_letters() -> None:
    named = changed("acme.example: {", "bücher.example: {domains: [Straße.example], ")
    account = read(named).directory.accounts["xn--bcher-kva.example"]
    assert (account.domain, account.domains) == ("xn--bcher-kva.example", ("xn--strae-oqa.example",))


def test_the_mailbox_of_a_person_may_be_at_a_domain_in_its_own_letters() -> None:
    written = read(changed("mara@lumen.example", "mara@händler.example"))
    assert written.directory.reps["mara"].email == "mara@xn--hndler-bua.example"


def test_text_and_hash_are_kept_as_written() -> None:
    written = read(SOUND.encode())
    assert (written.text, written.hash) == (SOUND, sha256(SOUND.encode()).hexdigest())


def test_a_byte_order_mark_shifts_no_column() -> None:
    text = "\ufeff" + changed('version: "1"', "version: 1")
    assert refusal(text.encode())[0].startswith("p.yaml:2:10 version")


def test_points_are_exact() -> None:
    rule = next(rule for rule in read(SOUND).playbook.models[-1].fit if rule.name == "german")
    assert rule.points == Decimal("4.3")


def test_the_base_is_the_last_model_and_has_no_condition() -> None:
    models = read(SOUND).playbook.models
    assert [(model.name, model.when is None) for model in models] == [("dach", False), ("base", True)]


def test_a_model_changes_only_what_it_states() -> None:
    dach, base = read(SOUND).playbook.models
    changes = {name for name in base.signals if dach.signals[name] != base.signals[name]}
    assert (changes, dach.signals["whitepaper"].points, dach.signals["whitepaper"].says) == (
        {"whitepaper"}, Decimal(25), "took the white paper",
    )  # fmt: skip


def test_a_model_changes_a_fit_rule_by_name_and_keeps_its_condition() -> None:
    dach, base = read(SOUND).playbook.models
    assert [(rule.name, rule.points) for rule in dach.fit] == [("right_size", Decimal(20)), ("german", Decimal("5.5"))]
    assert dach.fit[1].when is base.fit[1].when


def test_a_model_may_change_words_and_keep_points_and_cap() -> None:
    dach, base = read(changed("{whitepaper: {points: 25}}", "{pricing: {says: saw prices}}")).playbook.models
    assert dach.signals["pricing"] == replace(base.signals["pricing"], says="saw prices")


def test_a_model_may_add_a_signal_of_its_own() -> None:
    written = read(changed("{whitepaper: {points: 25}}", "{fair: {points: 9, says: met at the fair, forms: [fair]}}"))
    assert "fair" in written.playbook.models[0].signals
    assert "fair" not in written.playbook.models[1].signals
    assert written.playbook.signals_of_forms["fair"] == ("fair",)


def test_a_form_gives_every_signal_that_names_it() -> None:
    given = read(SOUND).playbook.signals_of_forms
    assert given == {"demo": ("demo_request", "whitepaper"), "paper": ("whitepaper",)}


def test_half_lives_and_caps_are_lengths_of_time() -> None:
    pricing = read(SOUND).playbook.models[-1].signals["pricing"]
    assert (pricing.half_life, pricing.times, pricing.within) == (timedelta(days=14), 3, timedelta(days=7))


def test_tiers_keep_their_order_and_their_working_time() -> None:
    tiers = read(SOUND).playbook.tiers
    assert [(tier.name, tier.first_touch, tier.both_hours) for tier in tiers] == [
        ("urgent", timedelta(minutes=30), False),
        ("high", timedelta(minutes=90), False),
        ("standard", timedelta(hours=4), True),
    ]


def test_the_ladder_of_rungs_is_as_written() -> None:
    rungs = read(SOUND).playbook.routing
    kinds = [RungKind.ACCOUNT_OWNER, RungKind.NEEDS, RungKind.CASES, RungKind.SEND, RungKind.SEND]
    assert [rung.kind for rung in rungs] == kinds
    assert [rung.name for rung in rungs] == ["account_owner", "needs", "territory", "pool", "queue"]
    assert [case.target for case in rungs[2].cases] == [Target(pools=("large", "emea")), Target(rep="bruno")]


def test_the_last_rung_is_the_default_queue() -> None:
    assert read(SOUND).playbook.default_queue == "triage"


def test_numbers_are_known_by_their_whole_path() -> None:
    assert read(SOUND).playbook.numbers == {"account.employees", "lead.team_size"}


def test_stages_may_be_written_in_small_letters() -> None:
    playbook = read(SOUND).playbook
    assert playbook.rejections["no_budget"].then is Stage.NURTURE
    assert {why: rest.days for why, rest in playbook.waits.items()} == {
        "rejection:/no_budget": 90,
        "recycled/": 60,
        "recycled/timing": 120,
    }
    assert playbook.outcomes["lost"].then is Stage.LOST


def test_what_is_left_out_has_the_default_of_the_trade() -> None:
    playbook = read(changed("undo_grace: 10m\nrequalify_after: 20d\n", "")).playbook
    assert (playbook.undo_grace, playbook.requalify_after) == (timedelta(minutes=15), timedelta(days=30))


def test_a_setting_that_is_left_blank_counts_as_not_written() -> None:
    assert read(changed("  fit_at_least: 0\n", "  fit_at_least:\n")).playbook.definition.fit_at_least is None


def test_addresses_of_people_are_compared_in_small_letters() -> None:
    assert read(SOUND).directory.reps["ana"].email == "ana@lumen.example"


def test_a_pool_may_be_a_list_or_weigh_its_members() -> None:
    pools = read(SOUND).directory.pools
    assert [(m.rep, m.weight, m.cap) for m in pools["large"].members] == [("bruno", 2, 10), ("ana", 1, None)]
    assert [m.rep for m in pools["emea"].members] == ["ana", "bruno"]


def test_everybody_is_in_the_pool_named_star_once() -> None:
    assert [member.rep for member in read(SOUND).directory.pools["*"].members] == ["ana", "bruno"]


def test_a_calendar_is_kept_as_written_and_as_hours() -> None:
    lisbon = read(SOUND).calendars["lisbon"]
    assert isinstance(lisbon.data, dict)
    assert (lisbon.data["tz"], str(lisbon.hours.zone)) == ("Europe/Lisbon", "Europe/Lisbon")


def test_a_playbook_without_people_is_read_and_says_so() -> None:
    written = read(NOBODY)
    assert written.warnings == ()
    assert [note.partition(" ")[0] for note in written.notes] == ["people", "pools", "queues", "calendars"]
    assert written.notes[1].endswith("(PUT /v1/pools/{name}); the playbook names emea, large")


def test_all_problems_are_told_at_once_in_the_order_of_the_file() -> None:
    text = SOUND.replace("points: 40", "points: ten").replace("emea: [ana, bruno]", "emea: [ana, brno]")
    shape_only = [line.split()[0] for line in refusal(text.replace("undo_grace", "undo_grce"))]
    assert shape_only == ["p.yaml:11:26", "p.yaml:80:1"]
    names = SOUND.replace("lead.hand_raised", "lead.hand_rised").replace("emea: [ana, bruno]", "emea: [ana, brno]")
    assert [line.split()[0] for line in refusal(names)] == ["p.yaml:37:18", "p.yaml:53:3"]


def test_a_rung_that_can_never_be_reached_is_refused() -> None:
    assert told("  - account_owner", "  - queue: triage")[0].startswith("p.yaml:59:5 routing[1]: this rung is never")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("{at: 100%, notify: manager}, ", "", "42:3 escalation.steps: no step stands at 100%"),
        (
            '  crm: {url: "https://crm.example/hook", events: [assigned, rejected], secret: CRM_HOOK_SECRET}\n',
            "",
            "66:10",
        ),
        (", sent_by: the website", "", "13:3 signals.pricing: no form gives this signal and nobody is said to send it"),
        ("contact_windows: {SE: lisbon, other: lisbon}\n", "", "39:38 tiers.standard.hours: no contact_windows"),
    ],
)
def test_what_is_odd_but_may_be_meant_is_a_warning(old: str, new: str, says: str) -> None:
    assert [line.startswith(f"p.yaml:{says}") for line in warned(old, new)] == [True]


def test_a_ladder_that_calls_managers_nobody_has_is_a_warning() -> None:
    warnings = read(SOUND.replace(", manager: mara", "")).warnings
    assert [problem.path for problem in warnings] == ["escalation.steps[1]"]


def test_a_pool_in_which_nobody_is_active_is_a_warning() -> None:
    text = SOUND.replace("calendar: lisbon, manager: mara}\n", "calendar: lisbon, manager: mara, active: false}\n", 2)
    assert [problem.path for problem in read(text).warnings] == ["pools.emea", "pools.large"]


def test_a_definition_without_examples_is_a_warning() -> None:
    text = SOUND[: SOUND.index("  examples:")] + SOUND[SOUND.index("tiers:") :]
    assert [problem.path for problem in read(text).warnings] == ["definition.examples", "definition.counter_examples"]


FAR_AWAY = 'calendars:\n  tokyo: {tz: Asia/Tokyo, days: [Mon], hours: ["09:00", "12:00"]}\n'


def test_a_promise_by_the_hours_of_both_that_never_meet_is_a_warning() -> None:
    text = SOUND.replace("calendars:\n", FAR_AWAY).replace("{SE: lisbon,", "{JP: tokyo,")
    warning, _ = read(text).warnings  # the other one is about the planned touches, which lie there too
    assert str(warning).startswith("p.yaml:39:38 tiers.standard.hours: tokyo, for leads in JP, is never open together")


def test_a_country_with_a_tier_of_its_own_needs_no_common_hours() -> None:
    text = SOUND.replace("calendars:\n", FAR_AWAY).replace("{SE: lisbon,", "{JP: tokyo,")
    text = text.replace("  standard:", "  far: {when: 'lead.country == \"JP\"', first_touch: 8h}\n  standard:")
    assert not any("tiers." in warning.path for warning in read(text).warnings)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", 'p.yaml:1:1 playbook: "playbook" is missing'),
        ("- a\n", "p.yaml:1:1: a group of settings is needed here, not a list"),
        ("42", "p.yaml:1:1: a group of settings is needed here, not a number"),
        (SOUND + "fit: {}\n", f'p.yaml:{SOUND.count(chr(10)) + 1}:1 fit: "fit" is written twice, first on line 7'),
        (SOUND.replace("ten", "t\0n").replace("sound", "s\0"), "p.yaml:1:12: a character that cannot be seen, U+0000"),
        (SOUND.replace("sound", "!!python/object:os.system x"), "p.yaml:1:11 playbook: the tag"),
        ("x: " + "[" * 100, "more than 64 levels deep"),
        (b"\xff\xfe" + SOUND.encode(), "is not UTF-8 text"),
        (SOUND + "# " + "x" * 10_000_000, "p.yaml: the file is larger than 5 MB"),
    ],
)  # fmt: skip
def test_what_is_no_playbook_at_all_is_refused_in_words(text: str | bytes, says: str) -> None:
    assert any(says in line for line in refusal(text))


def test_a_playbook_in_force_goes_on_when_a_domain_of_its_accounts_is_found_to_be_free_mail() -> None:
    written = load(changed("acme.example:", "gmail.com:"), "p.yaml", kept=True)

    assert [one for one in written.warnings if "is a free-mail domain" in one.says]


def test_a_provider_is_asked_at_an_address_or_not_taken() -> None:
    for url in ("https://[data", "https://", "data.example"):
        other = f"{{ours: {{kind: json, url: '{url}', fields: {{country: place}}}}}}"
        (line,) = told("{ours: {kind: csv, file: companies.csv}}", other)
        assert f'enrichment.providers.ours.url: "{url}" is no address that can be asked' in line
        assert "p.yaml:96:39" in line


@pytest.mark.parametrize(
    ("asked", "instead"),
    [
        (
            "lead.product >= 50",
            "is a choice and has no size. Give it `type: number` under fields.product.",
        ),
        ("50 < lead.title", "lead.title is text and has no size. Ask it with ==, in […] or contains(…), or compare"),
    ],
)
def test_what_has_no_size_is_not_put_in_quotes_to_be_compared(asked: str, instead: str) -> None:
    (line,) = told("account.employees >= 50", asked)
    assert instead in line
