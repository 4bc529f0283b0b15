"""What is really the same handoff, written the usual way: FastAPI, pydantic and the SQLAlchemy ORM, one lead a commit?

`reference_orm.py` writes the same rows and knows nothing; this one looks up and decides what we do for such a lead.
A request is one session and one transaction; each file of `orm_whole` answers one question of it.
"""

from __future__ import annotations

import hashlib
import time
from typing import Annotated

from fastapi import Depends, FastAPI, Header, HTTPException, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bench.orm_whole.agreed import agreed
from bench.orm_whole.base import session
from bench.orm_whole.handoff import Handoff, new_lead
from bench.orm_whole.sent import Answer, Points, Submission, as_replay
from bench.orm_whole.tables import ApiKey, Inbox, Lead, PersonKey
from bench.orm_whole.who import account_of, hold, keys_of, lead_of, said_before

FRESH_SECONDS = 3.0
"""So long a key is believed without asking again, as we do."""
SCOPES = {"intake", "admin"}

app = FastAPI()
bearer = HTTPBearer()
_known: dict[str, tuple[str, float]] = {}
Db = Annotated[AsyncSession, Depends(session)]


async def caller(shown: Annotated[HTTPAuthorizationCredentials, Depends(bearer)], db: Db) -> str:
    """The id of the key that was shown, if it may send leads."""
    known, until = _known.get(shown.credentials, ("", 0.0))
    if until > time.monotonic():
        return known
    digest = hashlib.sha256(shown.credentials.encode()).digest()
    key = await db.scalar(select(ApiKey).where(ApiKey.hash == digest, ApiKey.revoked_at.is_(None)))
    if key is None or not SCOPES.intersection(key.scopes):
        raise HTTPException(401, "this key is not valid, or may not send leads")
    _known[shown.credentials] = (key.id, time.monotonic() + FRESH_SECONDS)
    return key.id


@app.post("/v1/submissions", status_code=201, response_model=Answer)
async def submit(
    sent: Submission,
    db: Db,
    by: Annotated[str, Depends(caller)],
    idempotency_key: Annotated[str | None, Header(max_length=255)] = None,
) -> Response:
    content = sent.model_dump(mode="json", exclude_unset=True)
    digest = hashlib.sha256(b"api\nsubmission\n" + sent.model_dump_json(exclude_unset=True).encode()).digest()
    keys = keys_of(sent.email or "", sent.phone)
    same = digest if idempotency_key is None else f"{by}\0{idempotency_key}".encode()
    now = await hold(db, [same, *(key.encode() for key in keys)])
    if before := await said_before(db, caller=by, key=idempotency_key, body_hash=digest, now=now):
        return Response(as_replay(before), 201, {"Idempotent-Replayed": "true"}, "application/json")
    lead = await lead_of(db, keys) or new_lead(keys[0], now)
    account = await account_of(db, (sent.email or "").rpartition("@")[2])
    settings = await agreed(db, now.date())
    playbook = await settings.playbook()
    one = Handoff(db=db, agreed=settings, playbook=playbook, lead=lead, sent=sent, account=account, now=now)
    await one.carry_out()
    for key in keys[1:]:
        if await db.get(PersonKey, key) is None:
            db.add(PersonKey(key=key, lead_id=lead.id, kept_at=now))
    answer = answer_of(lead).model_dump_json()
    arrived = Inbox(
        door="api",
        caller=by,
        idem_key=idempotency_key,
        body_hash=digest,
        fingerprint=None if idempotency_key else digest,
        kind="submission",
        body=content,
        arrived_at=now,
        state="taken",
        lead_id=lead.id,
        answer=answer,
        taken_at=now,
    )
    db.add(arrived)
    await db.commit()
    return Response(answer, 201, media_type="application/json")


def answer_of(lead: Lead) -> Answer:
    told = (lead.state.get("because", ""), lead.state.get("routed_because", ""))
    points = lead.state["score"]
    return Answer(
        lead_id=lead.id,
        stage=lead.stage,
        band=lead.band,
        owner=lead.owner,
        queue=lead.queue,
        tier=lead.tier,
        due_at=lead.next_due_at,
        score=Points(fit=points["fit"], behaviour=points["behaviour"], total=points["total"]),
        because="; ".join(one for one in told if one),
    )
