"""Would the tests notice a change that is lost because somebody else was at it at the same instant? Each in a copy.

Run by hand: `python -m tests.faults.meanwhile`; exit code 1 if one lived.
"""

from __future__ import annotations

from tests.breaking import tell
from tests.faults.hard import fault

MEANWHILE = "store/test_meanwhile.py"
BEGUN = "store/test_begun.py"
MET = "store/test_met.py"
AHEAD = "store/test_ahead.py"
FAULTS = (
    fault(
        "store/decide.py",
        BEGUN,
        "what came first from the same person is forgotten",
        "way = begun if begun and self._stands(begun) else",
        "way = begun if begun else",
    ),
    fault(
        "store/surround.py",
        BEGUN,
        "a batch is decided by the agreement before",
        'return around["revision"] == batch.world.revision',
        "return True",
    ),
    fault(
        "store/surround.py",
        BEGUN,
        "one turn is given twice",
        "SQL.hold_turns, about or NOTHING",
        "SQL.surroundings, about or NOTHING",
    ),
    fault("store/take.py", MET, "who was held is begun upon as he was", "None if held else about", "None"),
    fault(
        "store/decide.py",
        MET,
        "a lead that changed is begun upon as it was",
        "if self.kept.get(lead_id) is before[lead_id]",
        "",
    ),
    fault(
        "store/decide.py",
        MET,
        "a lead made meanwhile is made twice",
        "        self.ids = {person: lead_id for lead_id, person, _ in kept} | dict(ids)\n        self.around",
        "        self.around",
    ),
    fault(
        "store/decide.py",
        MET,
        "a key taken meanwhile is taken twice",
        "self.around, self.keys, self.contents = around, dict(around.keys), dict(around.contents)",
        "self.around = around",
    ),
    fault(
        "store/decide.py",
        MET,
        "what is decided anew is decided too early",
        "        self.setting, self.ledger.at = replace(self.setting, at=around.at), around.at\n",
        "",
    ),
    fault(
        "store/surround.py",
        MET,
        "an account's new owner goes without its lead",
        "if read.accounts != batch.around.accounts or",
        "if",
    ),
    fault(
        "store/surround.py",
        MET,
        "who was forgotten meanwhile is known again",
        " or about.forgotten != batch.forgotten:",
        ":",
    ),
    fault(
        "store/met.py",
        MET,
        "people whom somebody else holds are taken for held",
        'held = not rows or rows[-1]["id"] is not None',
        "held = True",
    ),
    fault(
        "store/migrations/0064_pre_try_people.sql",
        MET,
        "a batch goes on holding beyond the first who is held",
        "            return query select null, null, null, null, null;\n            return;\n",
        "            return query select null, null, null, null, null;\n",
    ),
    fault(
        "store/decide.py",
        AHEAD,
        "what was written ahead and did not come true stays written",
        "if begun and begun.lead.id in self.written:",
        "if begun and not begun:",
    ),
    fault(
        "store/decide.py",
        AHEAD,
        "what was written ahead is written again",
        "written=self.written.get(lead.id, 0) if way is begun else 0",
        "written=0",
    ),
    fault(
        "store/take.py",
        AHEAD,
        "what was true under the agreement before stays written",
        "        if ahead and held:\n            await forget(connection)\n",
        "",
    ),
    fault(
        "store/ahead.py",
        AHEAD,
        "who comes twice is written ahead twice",
        "if met.isdisjoint(names):",
        "if names:",
    ),
    fault(
        "store/ahead.py",
        AHEAD,
        "who is held by another is written ahead",
        "            if held and (rows",
        "            if (rows",
    ),
    fault(
        "store/ahead.py",
        AHEAD,
        "what came before begins anew",
        "None if _is_over(batch, one) else batch.begin(one)",
        "batch.begin(one)",
    ),
    fault(
        "store/ahead.py",
        AHEAD,
        "facts of a lead that was there are numbered from the first",
        "fact_rows(lead.id, lead.seq, one.walk.facts)",
        "fact_rows(lead.id, 0, one.walk.facts)",
    ),
    fault(
        "store/ahead.py",
        AHEAD,
        "one without a written form holds up the others",
        "with suppress(Exception):",
        "with suppress(KeyError):",
    ),
    fault(
        "store/pages.py",
        AHEAD,
        "a page that nobody waited for is lost",
        "        if kind is None:\n            await self._written()\n        elif",
        "        if",
    ),
    fault(
        "store/ahead.py",
        AHEAD,
        "nothing is written before the turns are held",
        "            if held and (rows",
        "            if not begun and (rows",
    ),
    fault(
        "store/tallies.py",
        BEGUN,
        "turns are given before they are held",
        "            raise NotHeld",
        "            return {}",
    ),
    fault(
        "store/world.py",
        MEANWHILE,
        "a process goes on with the version before",
        "    revision = await connection.fetchval(SQL.revision)\n"
        "    text = await connection.fetchval(SQL.active_playbook)\n    if text is None:",
        "    text = await connection.fetchval(SQL.active_playbook)\n"
        "    revision = await connection.fetchval(SQL.revision)\n    if text is None:",
    ),
    fault(
        "store/departs.py",
        MEANWHILE,
        "who left is given one more lead",
        "    await connection.execute(SQL.wait_for_decisions)\n",
        "",
    ),
    fault(
        "store/match.py",
        MEANWHILE,
        "finding accounts stands in the way of decisions",
        "    await connection.execute(TAKE.leads_by_id, sorted(found))\n",
        "",
    ),
    fault(
        "store/crm_heard.py",
        MEANWHILE,
        "what the CRM says stands in the way of decisions",
        'sorted({row["lead_id"] for row in rows if row["lead_id"]})',
        "[]",
    ),
    fault(
        "store/crm.py",
        MEANWHILE,
        "what was written into the CRM is not noted",
        "        await connection.execute(SQL.hold_record, lead_id)\n",
        "",
    ),
    fault(
        "store/crm_heard.py",
        "run/test_crm_sync.py",
        "one lead that comes to no answer stops all that the CRM says",
        "        except STUCK as error:",
        "        except KeyError as error:",
    ),
    fault(
        "store/access.sql",
        MEANWHILE,
        "two administrators shut each other out",
        "active order by email for update;",
        "active order by email;",
    ),
)

if __name__ == "__main__":
    tell(FAULTS)
