"""What may stand in a file of one lead, as examples, commands and trials are asked about it?"""

from typing import Any

from batonpass.written.schema import Did
from batonpass.written.schema.kinds import Moment, Name, Section, Text, YesNo


class ActivityFile(Section):
    signal: Name
    at: Moment


class SourceFile(Section):
    campaign: Text = ""
    medium: Text = ""
    channel: Text = ""
    page: Text = ""


class LeadFile(Section):
    """A submission as `POST /v1/submissions` takes it, with `activities` and `did` added."""

    form: Text = ""
    email: Text = ""
    first_name: Text = ""
    last_name: Text = ""
    company: Text = ""
    title: Text = ""
    phone: Text = ""
    country: Text = ""
    language: Text = ""
    message: Text = ""
    fields: dict[str, Any] = {}
    source: SourceFile = SourceFile()
    consent: dict[str, Any] = {}
    occurred_at: Moment | None = None
    historic: YesNo = False
    activities: list[ActivityFile] = []
    did: list[Did] = []
