"""What does a form send, and what is it answered?"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from pydantic import BaseModel, ConfigDict, EmailStr, Field, field_validator, model_validator

from bench.orm_whole.who import SHORTEST_NUMBER, dialled

TEXTS = ("email", "first_name", "last_name", "company", "title", "phone", "country", "employees", "industry")


class Source(BaseModel):
    campaign: str = ""
    medium: str = ""
    channel: str = ""
    page: str = ""


class Submission(BaseModel):
    model_config = ConfigDict(str_strip_whitespace=True)

    form: str
    email: EmailStr | None = None
    first_name: str = Field("", max_length=1000)
    last_name: str = Field("", max_length=1000)
    company: str = Field("", max_length=1000)
    title: str = Field("", max_length=1000)
    phone: str = ""
    country: str = ""
    message: str = Field("", max_length=20_000)
    employees: int | None = None
    industry: str = ""
    fields: dict[str, str | int | float | bool] = {}
    source: Source = Source()
    consent: dict[str, str] = {}

    @field_validator("email")
    @classmethod
    def lower(cls, email: str | None) -> str | None:
        return email.lower() if email else None

    @model_validator(mode="after")
    def names_somebody(self) -> Submission:
        if self.phone:
            self.phone = dialled(self.phone, self.country)
        if not self.email and len(self.phone) < SHORTEST_NUMBER:
            raise ValueError("a lead needs an e-mail address or a phone number")
        return self

    def told(self) -> dict[str, str]:
        """What they say of themselves, as texts by name; nothing that they left out."""
        own = {name: str(value) for name in TEXTS if (value := getattr(self, name)) not in (None, "")}
        return own | {name: str(value) for name, value in self.fields.items() if name not in own}


class Points(BaseModel):
    fit: Decimal
    behaviour: Decimal
    total: Decimal


class Answer(BaseModel):
    lead_id: str
    stage: str
    band: str
    owner: str | None
    queue: str | None
    tier: str | None
    due_at: datetime | None
    score: Points
    because: str
    replayed: bool = False


def as_replay(answer: str) -> str:
    return answer.replace('"replayed":false', '"replayed":true')
