"""How is a lead told that waits for marketing to look at it?"""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from batonpass.web.api.shapes import Shape


class QuestionOfReview(Shape):
    by: str
    at: datetime
    says: str


class ReviewOut(Shape):
    lead_id: str
    name: str
    company: str
    score: float | None
    tier: str = Field(description="the tier it will get, or a stricter one")
    because: str = Field(description="what made it ready for sales")
    reasons: tuple[str, ...] = Field(description="the points, one by one")
    told: str = Field(description="why this lead, why now, as one reads it in ten seconds")
    brief: tuple[str, ...] = Field(description="the brief as it reads now")
    missing: tuple[str, ...] = Field(description="what the agreed brief lacks")
    people: tuple[str, ...] = Field(description="who was told")
    since: datetime
    due_at: datetime = Field(description="until when marketing promised to look")
    late: bool
    unseen: str = Field(description="what happens when nobody looks: pass or alarm")
    questions: tuple[QuestionOfReview, ...]
