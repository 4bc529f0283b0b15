"""Which sentences of mails to those who lead would stay English, whatever their reader has chosen?"""

from __future__ import annotations

import json

from batonpass.tongue.heard import known

TOLD = "select body::text from app.outbox where effect = 'TellLeader' order by key"


async def unheard(pool) -> set[str]:
    """The sentences in the outbox that no form of ours fits."""
    mails = [json.loads(row["body"]) for row in await pool.fetch(TOLD)]
    said = {line for mail in mails for line in (mail["subject"], *mail["lines"], mail["button"])}
    return {line for line in said if not known(line)}
