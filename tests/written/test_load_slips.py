"""Is every slip of the pen in a playbook told once: at its line and column, under its path, with what is wrong?"""

from __future__ import annotations

import pytest

from tests.written.sound import told

SLIPS = [
    ("points: 40", "points: ten", '11:26 signals.demo_request.points: "ten" is not a number'),
    (
        "points: 4.3",
        "points: 1e30",
        '9:50 fit.german.points: "1E+30" is too large, or has too many places, to count with',
    ),
    ("hot_from: 70", "hot_form: 70", '21:3 definition.hot_form: "hot_form" is not a setting here'),
    ('version: "1"', "version: 1", "2:10 version: a text is needed here, not a number"),
    ("playbook: sound\n", "", '1:1 playbook: "playbook" is missing'),
    ("company: Lumen Analytics", "company: [Lumen]", "3:1 company: a text is needed here, not a list"),
    ("says: asked for a demo", "says: ''", "11:36 signals.demo_request.says: one line of text is needed here"),
    ("type: number", "type: numbr", '5:21 fields.team_size.type: "numbr" cannot stand here'),
    ("type: choice, of: [reports, alerts]", "type: choice", "6:3 fields.product: a choice needs its answers"),
    (
        "label: size of the team}",
        "of: [a]}",
        "5:29 fields.team_size.of: only a choice has answers, and this is a number",
    ),
    ("of: [reports, alerts]", "of: [reports, reports]", '6:27 fields.product.of: "reports" is offered twice'),
    ("  product: {type", "  owner: {type", '6:3 fields.owner: "owner" is decided here and no form may send it'),
    ("  product: {type", "  title: {type", '6:3 fields.title: "title" is built in'),
    ("  product: {type", "  Product: {type", '6:3 fields.Product: "Product" cannot be a name here'),
    (
        "account.employees >= 50",
        "account.employes >= 50",
        "8:23 fit.right_size.when: unknown field 'account.employes'; did you mean 'account.employees'?",
    ),
    ("'account.employees >= 50'", "score.total >= 50", "8:22 fit.right_size.when: unknown field 'score.total'"),
    ('lead.country == "DE"', 'lead.country == "UK"', '9:35 fit.german.when: "UK" is not a value of lead.country'),
    (
        "{whitepaper: {points: 25}}",
        "{whitepapr: {points: 25}}",
        '17:15 models.dach.signals.whitepapr: "whitepapr" is not in the base, and a new one needs says',
    ),
    (
        "{german: {points: 5.5}}",
        "{dutch: {points: 5.5}}",
        '18:11 models.dach.fit.dutch: "dutch" is not in the base, and a new one needs when and says',
    ),
    (
        "{whitepaper: {points: 25}}",
        "{whitepaper: {forms: [x]}}",
        "17:28 models.dach.signals.whitepaper.forms: a form gives its signal whatever the model",
    ),
    ("  dach:\n", "  base:\n", '15:3 models.base: "base" is the model above all others'),
    (
        "mql_from: 40",
        "mql_from: 71",
        "20:13 definition.mql_from: a lead would be hot at 70 before it is ready for sales at 71",
    ),
    (
        "hot_exit_below: 60",
        "hot_exit_below: 70.5",
        "22:19 definition.hot_exit_below: a lead hot at 70 would at once be below 70.5 and hot no more",
    ),
    (
        "hand_raisers: [demo_request]",
        "hand_raisers: [demo_requst]",
        '24:18 definition.hand_raisers[0]: "demo_requst" is not one of the signals',
    ),
    (
        "employees: 120}",
        "emplyees: 120}",
        '29:52 definition.examples[0].lead.emplyees: "emplyees" is not a known field',
    ),
    ("employees: 120}", "employees: many}", '29:63 definition.examples[0].lead.employees: "many" is not a number'),
    (
        "country: SE, employees: 120}",
        "product: report}",
        '29:48 definition.examples[0].lead.product: "report" is not an answer of product',
    ),
    (
        "eva@firm.example",
        "eva@",
        "29:21 definition.examples[0].lead.email: 'eva@' is not an e-mail address; write it like name@company.com",
    ),
    (
        "did: [demo_request]\n      exp",
        "did: [{signal: demo_request, ago: soon}]\n      exp",
        '30:41 definition.examples[0].did[0].ago: "soon" is not a length of time',
    ),
    (
        "did: [demo_request], ",
        "did: [demo], ",
        '35:61 definition.counter_examples[0].did[0]: "demo" is not one of the signals',
    ),
    ("tier: urgent", "tier: urgnt", '31:34 definition.examples[0].expect.tier: "urgnt" is not one of the tiers'),
    ("owner: ana}", "owner: anna}", '31:60 definition.examples[0].expect.owner: "anna" is not among the people'),
    (
        "expect: {not: MQL}",
        "expect: {}",
        "35:84 definition.counter_examples[0].expect: nothing is expected, so this proves nothing",
    ),
    (
        "expect: {not: MQL}",
        "expect: {not: MQLL}",
        '35:90 definition.counter_examples[0].expect.not: "MQLL" is not a stage',
    ),
    ("on: 2027-03-02", "on: 2027-02-30", '33:11 definition.examples[0].on: "2027-02-30" is not a day of our time'),
    (
        "first_touch: 30m",
        "first_touch: 1d",
        '37:49 tiers.urgent.first_touch: "1d" counts days, and a working day has no fixed length',
    ),
    ("first_touch: 30m", "first_touch: soon", '37:49 tiers.urgent.first_touch: "soon" is not a length of time'),
    ("first_touch: 30m", "first_touch: 0m", "37:49 tiers.urgent.first_touch: a length of zero"),
    (
        "{when: lead.hand_raised, first",
        "{first",
        '37:3 tiers.urgent: this tier has no `when`, so it takes every lead and "standard" is never reached',
    ),
    (
        "{first_touch: 4h,",
        "{when: lead.free_mail, first_touch: 4h,",
        "39:20 tiers.standard.when: the last tier has a `when`, so a lead could be promised nothing",
    ),
    (
        "when: score.total >= 70",
        "when: lead.hand_raised",
        '38:16 tiers.high.when: this is also the condition of "urgent", so this tier is never reached',
    ),
    ("hours: both", "hours: mine", '39:38 tiers.standard.hours: "mine" cannot stand here'),
    ("hours: both", "hours: team", "39:38 tiers.standard.hours: the team's hours are those of a calendar"),
    (
        "hours: team, calendar: lisbon",
        "hours: team, calendar: porto",
        '38:78 tiers.high.calendar: "porto" is not among the calendars',
    ),
    ("hours: team, ", "", "38:65 tiers.high.calendar: this calendar would count for nothing"),
    (
        "{at: 50%, remind: owner}",
        "{at: 150%, remind: owner}",
        "42:43 escalation.steps[1].at: 100% does not come after 150%",
    ),
    ("{at: 50%,", "{at: +30m,", "42:43 escalation.steps[1].at: 100% does not come after +30 minutes"),
    ("{at: 50%,", "{at: 1d,", '42:16 escalation.steps[0].at: "1d" counts days'),
    ("{at: 50%,", "{at: 50,", '42:16 escalation.steps[0].at: "50" is not a share of the window'),
    (
        "remind: owner",
        "remind: ownr",
        '42:29 escalation.steps[0].remind: "ownr" is neither owner, manager nor one of the people',
    ),
    (
        "remind: owner",
        "remind: owner, notify: manager",
        "42:11 escalation.steps[0]: remind and notify both stand in one step",
    ),
    ("{at: 50%, remind: owner}", "{at: 50%}", "42:11 escalation.steps[0]: this step does nothing"),
    ("reassign: pool", "reassign: large", '42:87 escalation.steps[2].reassign: "large" cannot stand here'),
    (
        "steps: [{at: 50%, remind: owner}, {at: 100%, notify: manager}, {at: 200%, reassign: pool}]",
        "steps: []",
        "42:10 escalation.steps: nobody ever hears of a promise that is late",
    ),
    (
        "tz: Europe/Lisbon",
        "tz: Europe/Lisboa",
        '44:16 calendars.lisbon.tz: "Europe/Lisboa" is not the time zone of a place',
    ),
    (
        "days: [Mon, Tue, Wed, Thu, Fri]",
        "days: []",
        "44:37 calendars.lisbon.days: no days are listed: it would never open",
    ),
    ('["09:00", "18:00"]', '["18:00", "25:00"]', '44:81 calendars.lisbon.hours[1]: "25:00" is not a time of day'),
    ("SE: lisbon", "UK: lisbon", '45:19 contact_windows.UK: "UK" is not the code of a country'),
    ("other: lisbon", "other: lisboa", '45:38 contact_windows.other: "lisboa" is not among the calendars'),
    (
        "calendar: lisbon, manager: mara}\n  bruno",
        "calendar: lisboa, manager: mara}\n  bruno",
        '47:63 people.ana.calendar: "lisboa" is not among the calendars',
    ),
    (
        "manager: mara}\n  bruno",
        "manager: marra}\n  bruno",
        '47:80 people.ana.manager: "marra" is not among the people',
    ),
    ("manager: mara}\n  bruno", "manager: ana}\n  bruno", "47:80 people.ana.manager: nobody is their own manager"),
    (
        "calendar: lisbon}\nqueues",
        "leave: [{first: 2027-03-05, last: 2027-03-01}], calendar: lisbon}\nqueues",
        "49:63 people.mara.leave[0]: the leave ends on 2027-03-01, before it begins on 2027-03-05",
    ),
    (
        "email: mara@lumen.example, calendar: lisbon",
        "email: mara@lumen.example",
        '49:3 people.mara.calendar: "calendar" is missing',
    ),
    ("mara@lumen.example", "mara", '49:35 people.mara.email: "mara" is not an e-mail address'),
    (
        "{calendar: lisbon, manager: mara}",
        "{calendar: lisboa, manager: mara}",
        '51:22 queues.triage.calendar: "lisboa" is not among the calendars',
    ),
    ("emea: [ana, bruno]", "emea: []", "53:3 pools.emea: nobody is in this pool"),
    ("emea: [ana, bruno]", "emea: [ana, brno]", '53:3 pools.emea.brno: "brno" is not among the people'),
    ("emea: [ana, bruno]", "emea: [ana, ana]", '53:3 pools.emea: "ana" stands twice in this pool'),
    ("emea: [ana, bruno]", "emea: ana", "53:9 pools.emea: a pool is a list of people"),
    ("weight: 2", "weight: 0", '54:27 pools.large.bruno.weight: "0" is not a whole number of one or more'),
    (
        "acme.example:",
        "gmail.com:",
        '56:3 accounts.gmail.com: "gmail.com" is a free-mail domain: anybody can have an address there',
    ),
    ("acme.example:", "acme:", '56:3 accounts.acme: "acme" is not a domain'),
    ("owner: bruno,", "owner: brno,", '56:37 accounts.acme.example.owner: "brno" is not among the people'),
    (
        "country: SE, target",
        "country: UK, target",
        '56:69 accounts.acme.example.country: "UK" is not the code of a country',
    ),
    ("- account_owner", "- acount_owner", '58:5 routing[0]: "acount_owner" is not a rung by itself'),
    ("- needs: [lead.email]", "- need: [lead.email]", '59:5 routing[1].need: "need" is not a setting here'),
    ("- needs: [lead.email]", "- needs: [country]", '59:13 routing[1].needs[0]: "country" is not a known field'),
    ("- needs: [lead.email]", "- 7", "59:5 routing[1]: this is not a rung"),
    ("pool: [large, emea]", "pool: [large, large]", '61:66 routing[2].territory.DACH.pool[1]: "large" stands twice'),
    ("pool: [large, emea]", "pool: ['*', emea]", "61:59 routing[2].territory.DACH.pool[0]: `*` already is everybody"),
    (
        "pool: [large, emea]",
        "rep: ana, queue: triage",
        "61:7 routing[2].territory.DACH: rep and queue are both named here",
    ),
    (", pool: [large, emea]", "", "61:7 routing[2].territory.DACH: nothing says where the lead goes"),
    ("rep: bruno", "rep: brno", '62:42 routing[2].territory.named.rep: "brno" is not among the people'),
    ("  - pool: emea", "  - pool: emae", '63:11 routing[3].pool: "emae" is not among the pools'),
    ("  - queue: triage\n", "", "63:5 routing[3]: the last rung is no queue, so a lead could be without a place"),
    ("  - queue: triage", "  - queue: triag", '64:12 routing[4].queue: "triag" is not among the queues'),
    (
        "when: account.target",
        'when: \'lead.country in  ["DE", "AT"]\'',
        '62:21 routing[2].territory.named.when: this is also the condition of "DACH", which is tried first',
    ),
    ("team_size, campaign", "team_sise, campaign", '65:33 brief.needs[2]: "team_sise" is not a known field'),
    ("assigned: [email, web", "asigned: [email, web", '66:10 notify.asigned: "asigned" cannot stand here'),
    ("[email, webhook]", "[email, pigeon]", '66:28 notify.assigned[1]: "pigeon" cannot stand here'),
    (
        "signals: [demo_request]\n  from",
        "signals: [demo]\n  from",
        '68:13 acknowledge.signals[0]: "demo" is not one of the signals',
    ),
    ("{promise}", "{promis}", '71:10 acknowledge.words: nothing fills in "{promis}"'),
    (
        "https://",
        "http://",
        '73:14 webhooks.crm.url: "http://crm.example/hook" is not an address to send personal data to',
    ),
    ("events: [assigned", "events: [asigned", '73:51 webhooks.crm.events[0]: "asigned" cannot stand here'),
    (
        "CRM_HOOK_SECRET",
        "whsec_c2VjcmV0",
        "73:80 webhooks.crm.secret: this is not the name of a setting; a secret itself must never stand in a playbook",
    ),
    ("waits: {timing", "waits: {timming", '79:87 outcomes.recycled.waits.timming: "timming" is not one of the reasons'),
    ("says: {timing", "says: {timming", '79:109 outcomes.recycled.says.timming: "timming" is not one of the reasons'),
    ("disqualified, needs", "disqualified, wait: 9d, needs", "76:59 rejections.other.wait: it does not go to nurture"),
    ("then: disqualified, n", "then: SQL, n", "76:39 rejections.other.then: a lead cannot go to SQL from here"),
    ("{then: lost}", "{then: MQL}", "78:16 outcomes.lost.then: a lead cannot go to MQL from here"),
    ("[timing, no_budget]", "[timing, timing]", '79:47 outcomes.recycled.reasons[1]: "timing" stands twice'),
    ("undo_grace: 10m", "undo_grace: ten", '80:13 undo_grace: "ten" is not a length of time'),
    ("undo_grace: 10m", "undo_grace: 10m\nudo_grace: 3m", '81:1 udo_grace: "udo_grace" is not a setting here'),
    (
        "when: lead.hand_raised, first",
        "when: 'true', first",
        '37:18 tiers.urgent.when: "true" asks about no field, so it is the same for every lead',
    ),
    (
        "did: [demo_request]\n      exp",
        "did: [{signal: demo_request, times: 5000}]\n      exp",
        "30:43 definition.examples[0].did[0].times: 5000 times is more than anybody does",
    ),
    (
        "  product: {type",
        "  stückzahl: {type: number}\n  product: {type",
        '6:3 fields.stückzahl: "stückzahl" cannot be a name here. Use the small letters a to z, digits',
    ),
    (
        "says: asked for a demo",
        "says: asked for it, at last",
        '11:50 signals.demo_request.at last: "at last" is not a setting here. Within { } a comma ends a text: put one',
    ),
]


@pytest.mark.parametrize(("right", "slip", "says"), SLIPS)
def test_a_slip_is_told_where_it_stands(right: str, slip: str, says: str) -> None:
    lines = told(right, slip)
    assert [line.startswith(f"p.yaml:{says}") for line in lines] == [True], lines
