"""Where do texts about a person stand: each door's, each table's, and what is about others and names them?"""

from __future__ import annotations

FORM = ("message", "title", "company", "industry", "language", "city", "website", "linkedin")
SOURCE = ("campaign", "medium", "channel", "page", "referrer", "term", "content")
ANSWERS = 14
"""What a form asks, where somebody came from, and how many questions of our own it has."""
PLANTS = {
    "unclaimed": """
        insert into app.unclaimed (alias, door, caller, kind, body, arrived_at) values ('b1', 'd', 'c', 'event',
        '{{"x": "{c}"}}', app.now())""",
    "alias": """
        insert into app.aliases values ('{c}', '{e}', app.now()), ('b1', '{e}', app.now())""",
    "looked-up": """
        insert into app.lookups values ('p', '{e}', '{{"x": "{c}"}}', 0, app.now())""",
    "id-elsewhere": """
        insert into app.identities values ('id:crm:{c}', '{lead}', app.now())""",
    "deal": """
        insert into app.deals values ('{c}', '{lead}', app.now())""",
    "deal-step": """
        insert into app.deal_steps (lead_id, deal_id, key, kind, body, told_at, says)
        values ('{lead}', 'd', 'k', 'Win', '{{"note": "{c}"}}', app.now(), '')""",
    "court": """
        insert into app.legal_holds values ('{lead}', '{c}', 'ada', app.now())""",
    "mail": """
        insert into app.mails values ('m1', 'touch', 'ana', app.now(), array['{lead}'], '{c}', app.now())""",
    "mail-aside": """
        insert into app.inbox (door, caller, body_hash, kind, body, arrived_at, state, error) values ('mail',
        'mail', '', 'submission', '{{"from": "{e}"}}', app.now(), 'quarantined', '{c}')""",
    "hook-refused": """
        insert into app.inbox (door, caller, body_hash, kind, body, arrived_at, state) values ('hooks/x', 'x',
        '', 'event', '{{"mail": "{e}", "x": "{c}"}}', app.now(), 'refused')""",
    "unread-row": """
        insert into app.import_errors values ('i', 1, null, 'says', array['{e}', '{c}'])""",
    "list": """
        insert into app.uploads (id, file_name, size, file_hash, body, sent_by, sent_at, said, seen, mapping,
        import_id) values ('u', 'f', 1, '', convert_to('{e};{c}', 'UTF8'), 'x', app.now(), '{{}}', '{{}}', '',
        '')""",
    "tried": """
        insert into app.computations (id, what, asked, asked_by, asked_at, result) values ('r', 'rehearsal',
        '{{}}', 'x', app.now(), '["{e}", "{c}"]')""",
    "crm-field": """
        insert into app.crm_fields values ('{lead}', 'owner', '{{"value": "{c}"}}', null)""",
    "crm-heard": """
        insert into app.crm_changes (system, key, record, email, field, value, at, heard_at) values ('hubspot',
        'k', '77', '', 'title', '{c}', app.now(), app.now())""",
    "crm-heard-by-address": """
        insert into app.crm_changes (system, key, record, email, field, value, at, heard_at) values ('hubspot',
        'k2', '78', '{e}', 'title', '{c}', app.now(), app.now())""",
    "draft": """
        insert into app.shadow values ('v', '{lead}', 1, app.now(), 's', null, null, null, 0, 'v', 's', null,
        null, null, 0, '{c}', true)""",
    "match": """
        insert into app.matches (kind, lead_id, candidate, likeness, reasons, found_at) values ('person',
        '{lead}', 'other', 0.5, array['{c}'], app.now())""",
    "failed": """
        update app.outbox set error = '{c}' where lead_id = '{lead}'""",
    "proof": """
        update app.outbox set proof = '{c}' where lead_id = '{lead}'""",
}
"""Where no door of the tests leads: `c` is the word, `e` their address, `lead` their lead."""
ABOUT_OTHERS = (
    """
        insert into app.meetings (id, kind, starts_at, since, made_by, made_at, frozen_at, frozen_by, numbers,
        hash) values ('m', 'pack', app.now(), app.now(), 'x', app.now(), app.now(), 'x', $1, 'h')""",
    """
        insert into app.findings (what, subject, says, found_at) values ('x', 'y', $1, app.now())""",
    """
        insert into app.computations (id, what, asked, asked_by, asked_at, result) values ('c', 'backtest', '{}',
        'x', app.now(), to_json($1::text))""",
    """
        insert into app.proposals (about, kind, segment, opened_at, says, hits, of, low, high, wire, since,
        playbook) values ('mix', 'all', 'x', app.now(), $1, 1, 1, 0, 0, 0, app.now(), 'v')""",
    """
        insert into app.imports (id, file_name, file_hash, mapping, mapping_hash, mode, state, started_by,
        line_next, started_at) values ('i', $1, '', '', '', 'historic', 'done', 'x', 1, app.now())""",
    """
        update app.outbox set body = to_json($1::text) where lead_id in (select id from app.leads where name like
        'Olaf%')""",
)
"""What is about others, and names them."""
TEXTS = """
    select format('select %L, string_agg(%s, e''\n'') from app.%I t', c.table_name, string_agg(
        case when c.data_type = 'bytea' then format('coalesce(encode(t.%I, ''escape''), '''')', c.column_name)
        else format('coalesce(t.%I::text, '''')', c.column_name) end, ' || '' '' || '), c.table_name)
    from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'app' and t.table_type = 'BASE TABLE' group by c.table_name
"""
"""Asks for all that stands in each table, as text."""
