"""What may other programs say about the follow-up of a lead?"""

from __future__ import annotations

from typing import Any

from batonpass.handoff.requests import Reply, SkipStep
from batonpass.web.api.acts import At
from batonpass.web.api.guard import scoped
from batonpass.web.api.shapes import LeadOut
from batonpass.web.api.shapes_follow_up import ReplyIn, SkipIn

routes = scoped("act")


@routes.post("/leads/{lead_id}/replies", response_model=LeadOut, summary="Log that the lead answered")
async def replied(lead_id: str, sent: ReplyIn, desk: At) -> Any:
    """No planned touch comes after a reply; the owner answers it within the agreed time."""
    return await desk.done(lead_id, Reply(by=desk.by(sent), kind=sent.kind, at=sent.at))


@routes.post("/leads/{lead_id}/steps/{step}/skip", response_model=LeadOut, summary="Leave a planned touch out")
async def skip(lead_id: str, step: int, sent: SkipIn, *, desk: At) -> Any:
    """The owner, or who leads them, says why it will not be made; the plan goes on with the next."""
    return await desk.done(lead_id, SkipStep(by=desk.by(sent), step=step, reason=sent.reason))
