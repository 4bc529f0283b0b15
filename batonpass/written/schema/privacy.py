"""What may stand under `privacy:`?"""

from __future__ import annotations

from batonpass.written.schema.kinds import Names, Section, Whole


class KeepFile(Section):
    """Whole months since the last contact by the person; a kind that is left out is kept."""

    prospect: Whole | None = None
    customer: Whole | None = None
    disqualified: Whole | None = None


class PrivacyFile(Section):
    """How long people are kept, and which signals say nothing of them."""

    keep_months: KeepFile
    not_contact: Names = []
    payload_days: Whole = 90
