"""A playbook in which nothing is wrong, and how one slip of the pen is put into it?"""

from __future__ import annotations

import pytest

from batonpass.written.load import Written, load
from batonpass.written.refused import Refused

SOUND = """\
playbook: sound
version: "1"
company: Lumen Analytics
fields:
  team_size: {type: number, label: size of the team}
  product: {type: choice, of: [reports, alerts]}
fit:
  right_size: {when: 'account.employees >= 50', points: 20, says: 50 people or more}
  german: {when: 'lead.country == "DE"', points: 4.3, says: in Germany}
signals:
  demo_request: {points: 40, says: asked for a demo, forms: [demo]}
  whitepaper: {points: 10, says: took the white paper, forms: [paper, demo]}
  pricing: {points: 12, says: looked at pricing, sent_by: the website, half_life: 14d, cap: {times: 3, within: 7d}}
models:
  dach:
    when: lead.country in ["DE", "AT", "CH"]
    signals: {whitepaper: {points: 25}}
    fit: {german: {points: 5.5}}
definition:
  mql_from: 40
  hot_from: 70
  hot_exit_below: 60
  fit_at_least: 0
  hand_raisers: [demo_request]
  disqualifiers:
    rival: {when: 'lead.email_domain == "rival.example" && feature.looks < 99', says: works for a rival}
  examples:
    - name: a demo from the right size
      lead: {email: eva@firm.example, country: SE, employees: 120}
      did: [demo_request]
      expect: {stage: MQL, tier: urgent, total: 60, owner: ana}
      by: Mara
      on: 2027-03-02
  counter_examples:
    - {name: a rival, lead: {email: a@rival.example}, did: [demo_request], expect: {not: MQL}}
tiers:
  urgent: {when: lead.hand_raised, first_touch: 30m}
  high: {when: score.total >= 70, first_touch: 1h30m, hours: team, calendar: lisbon}
  standard: {first_touch: 4h, hours: both}
escalation:
  min_gap: 15m
  steps: [{at: 50%, remind: owner}, {at: 100%, notify: manager}, {at: 200%, reassign: pool}]
calendars:
  lisbon: {tz: Europe/Lisbon, days: [Mon, Tue, Wed, Thu, Fri], hours: ["09:00", "18:00"]}
contact_windows: {SE: lisbon, other: lisbon}
people:
  ana: {name: Ana Duarte, email: Ana@lumen.example, calendar: lisbon, manager: mara}
  bruno: {name: Bruno Reis, email: bruno@lumen.example, calendar: lisbon, manager: mara}
  mara: {name: Mara Pinto, email: mara@lumen.example, calendar: lisbon}
queues:
  triage: {calendar: lisbon, manager: mara}
pools:
  emea: [ana, bruno]
  large: {bruno: {weight: 2, cap: 10}, ana: {}, overflow: next_rung}
accounts:
  acme.example: {name: Acme, owner: bruno, employees: 200, country: SE, target: true}
routing:
  - account_owner
  - needs: [lead.email]
  - territory:
      DACH: {when: 'lead.country in ["DE", "AT"]', pool: [large, emea]}
      named: {when: account.target, rep: bruno}
  - pool: emea
  - queue: triage
brief: {needs: [email, company, team_size, campaign]}
notify: {assigned: [email, webhook]}
acknowledge:
  signals: [demo_request]
  from: hello@lumen.example
  subject: We have your request
  words: Hello {name}, {company} will call by {promise}.
webhooks:
  crm: {url: "https://crm.example/hook", events: [assigned, rejected], secret: CRM_HOOK_SECRET}
rejections:
  no_budget: {says: no budget, wait: 90d}
  other: {says: something else, then: disqualified, needs_note: true, turn_back: true, tell: mara}
outcomes:
  lost: {then: lost}
  recycled: {then: nurture, reasons: [timing, no_budget], wait: 60d, waits: {timing: 120d}, says: {timing: not now}}
undo_grace: 10m
requalify_after: 20d
trip_wire: 25%
identity: {plus_addresses: everywhere}
bursts:
  scanner: {signals: [whitepaper], more_than: 3, within: 10s, says: a mail scanner}
features:
  looks: {count: pricing, within: 7d}
pauses: {waiting_for_lead: {says: waiting for the lead, at_most: 5d}}
hooks: {typeform: {secret: TYPEFORM_SECRET, forms: {o3TT4IlE: demo}}, hubspot: {stages: {"4711": won}}}
tracking: {sites: ["https://www.firm.example"]}
commitments:
  marketing: {qualified_a_month: 120, accepted: 80%, brief_complete: 90%, source_known: 95%}
  sales: {first_touch: 95%}
enrichment:
  wants: [country]
  providers: {ours: {kind: csv, file: companies.csv}}
privacy: {keep_months: {prospect: 36, customer: 120, disqualified: 12}, not_contact: [whitepaper], payload_days: 30}
meetings: {first: 2027-03-09, at: "10:00", calendar: lisbon, sales: [mara], marketing: [ana], remind: 2d}
briefs: {everybody: {opener: "Hi {first_name|there}, thank you for asking.", ask: Shall we talk?}}
qualification:
  need: {asks: Do they have the problem we solve?, required: true}
  timing: {asks: When do they want it?, kind: choice, of: [now, later]}
  tools: {asks: What do they use today?, kind: text}
second_handoff:
  ready:
    need: {when: 'answer.need == "yes"', says: they have the problem}
    soon: {when: 'answer.timing == "now" || account.employees >= 100', says: they want it soon}
  routing: [account_owner, {pool: large}, {queue: triage}]
  accept: 4h
  returns: {no_show: {says: they did not come, clock: anew}, later: {then: nurture}}
  lost: [price]
  examples: [{name: a need now, answers: {need: yes, timing: now}}]
  counter_examples: [{name: a need some day, answers: {need: yes, timing: later}, lead: {employees: 20}}]
crm:
  system: hubspot
  token: HUBSPOT_TOKEN
  fields: {owner: {to: hubspot_owner_id, wins: crm}, score: {to: lead_score}}
  owners: {ana: "101", bruno: "102"}
  house_accounts: ["900"]
cadences: {standard: {steps: [{call: first call, within: 4h}, {email: a word, after: 2d, counts: [call]}]}}
"""


def changed(old: str, new: str) -> str:
    """The sound playbook with one thing changed, which must be there to change."""
    assert old in SOUND
    return SOUND.replace(old, new, 1)


def read(text: str | bytes) -> Written:
    """The playbook in this text."""
    return load(text, "p.yaml")


def refusal(text: str | bytes) -> list[str]:
    """All that is told about a playbook that is refused."""
    with pytest.raises(Refused) as caught:
        load(text, "p.yaml")
    return str(caught.value).splitlines()


def told(old: str, new: str) -> list[str]:
    """All that is told about the sound playbook with one thing changed."""
    return refusal(changed(old, new))
