"""Which form or signal of the playbook does a name mean, however whoever sends it writes it?"""

from __future__ import annotations

from typing import Final

from .playbook import Playbook

OF_MAIL: Final = (
    frozenset({"email_clicked", "email_click", "email_link_clicked"}),
    frozenset({"email_opened", "email_open"}),
    frozenset({"email_delivered", "email_delivery"}),
    frozenset({"email_bounced", "email_bounce"}),
    frozenset({"email_complained", "email_complaint", "email_marked_as_spam"}),
    frozenset({"email_unsubscribed", "email_unsubscribe", "unsubscribed", "unsubscribe"}),
)
"""Names that playbooks and mail systems have for the same thing; each is heard under whichever the playbook has."""


def form_meant(form: str, playbook: Playbook) -> str:
    """The playbook's form that differs from this one in capitals alone; or else the name as it was sent."""
    known = playbook.signals_of_forms
    if not form or form in known:
        return form
    alike = [name for name in known if name.casefold() == form.casefold()]
    return alike[0] if len(alike) == 1 else form


def signal_meant(name: str, playbook: Playbook) -> str:
    """The name that the playbook listens to, with capitals, spaces and dashes as it may; else the plain one."""
    known, plain = listened_to(playbook), plain_name(name)
    if name in known or plain in known:
        return name if name in known else plain
    same = next((names for names in OF_MAIL if plain in names), frozenset({plain}))
    alike = [one for one in known if plain_name(one) in same]
    return alike[0] if len(alike) == 1 else plain


def listened_to(playbook: Playbook) -> frozenset[str]:
    """Every name of an event that a rule of the playbook waits for."""
    signals = {signal for model in playbook.models for signal in model.signals}
    return frozenset(signals.union(burst.after for burst in playbook.bursts if burst.after))


def plain_name(name: str) -> str:
    """One spelling of a name: `Pricing-Page View` is pricing_page_view."""
    return name.strip().lower().replace(" ", "_").replace("-", "_")
