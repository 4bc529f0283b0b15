"""Who may tell us things, who may be followed and looked up, and what do reps say to whom, in this playbook?"""

import re
from collections.abc import Iterable, Mapping
from datetime import timedelta
from decimal import Decimal
from urllib.parse import urlsplit

from batonpass.handoff.playbook.doors import Hook, Tracking
from batonpass.handoff.playbook.enrichment import Enrichment, Provider
from batonpass.handoff.playbook.messaging import Messaging
from batonpass.handoff.template import PLACEHOLDER, placeholders
from batonpass.written.fields import briefable
from batonpass.written.nearest import did_you_mean
from batonpass.written.notes import Notes
from batonpass.written.reading import Reading
from batonpass.written.refused import quoted
from batonpass.written.schema.doors import ProviderFile

HOOKS = (
    "calendly", "clearbit", "facebook", "hubspot", "jotform", "linkedin", "salesforce", "segment", "standard",
    "typeform", "webflow",
)  # fmt: skip
"""The systems whose deliveries are understood; each has a folder of its own among the connectors."""
BY_ADDRESS = frozenset({"json", "clearbit", "apollo"})
PATIENCE = timedelta(seconds=5)
TELLS = ("name", "company", "did", "when", "page", "campaign", "rep", "our_company")
"""What an opener may be filled with besides the fields of a lead."""
_SECRET = re.compile(r"[A-Z][A-Z0-9_]{2,79}")
_SITE = re.compile(r"https?://[a-z0-9.-]+(:\d{1,5})?")


def hooks_of(reading: Reading) -> Mapping[str, Hook]:
    """Build how other systems are understood; note systems nobody knows, and secrets that stand in the file."""
    for name, hook in reading.file.hooks.items():
        here = reading.at("hooks", name)
        if name not in HOOKS:
            here.add(f"{quoted(name)} is no system we understand", did_you_mean(name, HOOKS), at_key=True)
        if hook.secret is not None:
            _check_secret(hook.secret, here.under("secret"))
    return {
        name: Hook(
            secret_setting=hook.secret or "",
            forms=dict(hook.forms),
            fields=dict(hook.fields),
            stages=dict(hook.stages),
        )
        for name, hook in reading.file.hooks.items()
    }


def tracking_of(reading: Reading) -> Tracking:
    """Build who may be followed; note sites that are no origin."""
    written = reading.file.tracking
    for place, site in enumerate(written.sites):
        if not _SITE.fullmatch(site):
            says = f"{quoted(site)} is not the origin of a site"
            reading.at("tracking", "sites", place).add(says, "Write it such as https://www.firm.example")
    return Tracking(consent=written.consent, sites=tuple(written.sites))


def enrichment_of(reading: Reading) -> Enrichment | None:
    """Build what is looked up with whom; note fields nobody knows and providers that cannot be asked."""
    written = reading.file.enrichment
    if written is None:
        return None
    known = briefable(reading.file.fields)
    for place, name in enumerate(written.wants):
        if name not in known:
            here = reading.at("enrichment", "wants", place)
            here.add(f"{quoted(name)} is not a known field", did_you_mean(name, known))
    if not written.providers:
        reading.at("enrichment", "providers").add("nobody is asked", "Name at least one provider")
    providers = (_provider(name, one, reading) for name, one in written.providers.items())
    kept = {"keep": written.keep} if written.keep else {}
    return Enrichment(
        wants=tuple(written.wants),
        providers=tuple(providers),
        per_day=written.most.per_day,
        per_month=written.most.per_month,
        **kept,
    )


def messaging_of(reading: Reading) -> tuple[Messaging, ...]:
    """Build what is said to whom; note openers that nothing fills in, and those that nobody is ever told."""
    found: list[Messaging] = []
    for name, one in reading.file.briefs.items():
        here = reading.at("briefs", name)
        if found and found[-1].when is None:
            here.add("it is never reached: the one before it has no `when` and so holds always", "Move it up")
        for key, text in (("opener", one.opener), ("ask", one.ask)):
            _check_template(text or "", reading, here.under(key))
        found.append(
            Messaging(
                name=name,
                when=reading.condition(one.when, here.under("when")) if one.when else None,
                pains=tuple(one.pains),
                proof=tuple(one.proof),
                opener=one.opener or "",
                ask=one.ask or "",
                checklist=tuple(one.checklist),
            )
        )
    return tuple(found)


def _provider(name: str, one: ProviderFile, reading: Reading) -> Provider:
    here = reading.at("enrichment", "providers", name)
    if one.kind in BY_ADDRESS and not one.url:
        here.add(f"a provider of kind {one.kind} needs its address", "Add url: https://…")
    elif one.kind in BY_ADDRESS and not _can_be_asked(one.url or ""):
        since = reading.ask_since("enrichment", "providers", name, "url")
        since.add(
            f"{quoted(one.url)} is no address that can be asked", "Write it such as https://data.firm.example/find"
        )
    if one.kind == "csv" and not one.file:
        here.add("a list needs its file", "Add file: companies.csv")
    if one.kind == "json" and not one.fields:
        here.add("nothing says which answer fills which field", "Add fields: {employees: company.size}")
    if one.secret is not None:
        _check_secret(one.secret, here.under("secret"))
    return Provider(
        name=name,
        kind=one.kind,
        url=one.url or "",
        file=one.file or "",
        secret_setting=one.secret or "",
        header=one.header or "",
        fields=dict(one.fields),
        cost=one.cost or Decimal(0),
        within=one.within or PATIENCE,
        by=one.by or "domain",
    )


def _can_be_asked(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("https", "http") and bool(parts.hostname)


def _check_secret(said: str, here: Notes) -> None:
    if not _SECRET.fullmatch(said):
        says = "this is not the name of a setting; a secret itself must never stand in a playbook"
        here.add(says, "Write the name of an environment variable, such as TYPEFORM_HOOK_SECRET")


def _check_template(text: str, reading: Reading, here: Notes) -> None:
    known = (*TELLS, *briefable(reading.file.fields))
    bare = PLACEHOLDER.sub("", text)
    if "{" in bare or "}" in bare:
        here.add(f"{quoted(text)} has a brace that stands alone", "Write {first_name} or {first_name|there}")
    for name in _unknown(text, known):
        here.add(f"nothing fills in {{{name}}}", did_you_mean(name, known))


def _unknown(text: str, known: Iterable[str]) -> Iterable[str]:
    return (name for name in placeholders(text) if name not in known)
