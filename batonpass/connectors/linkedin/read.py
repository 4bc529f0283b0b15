"""Who filled in a lead gen form on LinkedIn?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from batonpass.connectors.naming import Naming
from batonpass.connectors.shapes import instant, listed, obj, text
from batonpass.connectors.source import Came, Delivery, Fetch, Item, Kind, Unkept

ACTION = "LEAD_ACTION"


def read(delivery: Delivery, naming: Naming) -> Sequence[Item]:
    """A whole response, or the notice that there is one to be asked for."""
    data = obj(delivery.data)
    if "formResponse" in data:
        return (response(data, naming),)
    notices = listed(data, "notifications") or [data]
    return tuple(_notice(one) for one in notices)


def response(data: Mapping[str, Any], naming: Naming) -> Item:
    """A response as it is told. Questions have numbers there, so the playbook names them (`fields: {"1": email}`)."""
    answered = obj(data.get("formResponse"))
    campaign = text(obj(obj(data.get("leadMetadata")).get("sponsoredLeadMetadata")), "campaign").rpartition(":")[2]
    form = text(data, "versionedLeadGenFormUrn")
    sent = naming.submission(
        [(_question(one), _answer(one)) for one in listed(answered, "answers")],
        form=naming.form(form, form.rpartition("leadGenForm:")[2].partition(",")[0], otherwise="linkedin"),
        occurred_at=instant(data.get("submittedAt")),
        consent=_consent(answered),
        source={
            "channel": "linkedin",
            "medium": "lead form",
            **({"campaign": f"linkedin-{campaign}"} if campaign else {}),
        },
    )
    held = "a test lead of LinkedIn's; release it to see where it would go" if data.get("testLead") is True else ""
    return Came(kind=Kind.SUBMISSION, sent=sent, key=text(data, "id"), held=held)


def _notice(notice: Mapping[str, Any]) -> Item:
    kind, known_by = text(notice, "type"), text(notice, "leadGenFormResponse")
    if kind != ACTION or text(notice, "leadAction") not in ("", "CREATED") or not known_by:
        return Unkept(because=f"{kind or 'this'} is no event we know")
    return Fetch(what="linkedin_lead", id=known_by.rpartition(":")[2], form=text(notice, "leadGenForm"))


def _question(answer: Mapping[str, Any]) -> str:
    return text(answer, "name") or text(answer, "questionId")


def _answer(answer: Mapping[str, Any]) -> object:
    details = obj(answer.get("answerDetails"))
    said = obj(details.get("textQuestionAnswer")) or obj(details.get("multipleChoiceAnswer"))
    return said.get("answer") or said.get("options")


def _consent(answered: Mapping[str, Any]) -> dict[str, str]:
    given = [one.get("accepted") is True for one in listed(answered, "consentResponses")]
    return {"marketing": "yes" if all(given) else "no"} if given else {}
