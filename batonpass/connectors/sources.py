"""Which other systems may tell us something, and how is each of them known?"""

from __future__ import annotations

from collections.abc import Mapping

from .calendly import read as calendly
from .calendly import sign as calendly_sign
from .clearbit import read as clearbit
from .clearbit import sign as clearbit_sign
from .facebook import read as facebook
from .facebook import sign as facebook_sign
from .hubspot import read as hubspot
from .hubspot import sign as hubspot_sign
from .jotform import read as jotform
from .jotform import sign as jotform_sign
from .linkedin import read as linkedin
from .linkedin import sign as linkedin_sign
from .mail import read as mail
from .mail import sign as mail_sign
from .salesforce import read as salesforce
from .salesforce import sign as salesforce_sign
from .segment import read as segment
from .segment import sign as segment_sign
from .source import Body, Source
from .standard import read as standard
from .standard import sign as standard_sign
from .typeform import read as typeform
from .typeform import sign as typeform_sign
from .webflow import read as webflow
from .webflow import sign as webflow_sign

ALL = (
    Source(name="calendly", says="Calendly", verify=calendly_sign.verify, read=calendly.read),
    Source(name="clearbit", says="Clearbit's shape", verify=clearbit_sign.verify, read=clearbit.read),
    Source(
        name="facebook",
        says="Meta lead ads",
        verify=facebook_sign.verify,
        read=facebook.read,
        greet=facebook_sign.greet,
    ),
    Source(name="hubspot", says="HubSpot", verify=hubspot_sign.verify, read=hubspot.read),
    Source(name="jotform", says="Jotform", verify=jotform_sign.verify, read=jotform.read, body=Body.RAW),
    Source(
        name="linkedin",
        says="LinkedIn lead gen",
        verify=linkedin_sign.verify,
        read=linkedin.read,
        greet=linkedin_sign.greet,
    ),
    Source(name="mail", says="Your mail system", verify=mail_sign.verify, read=mail.read, body=Body.RAW),
    Source(
        name="salesforce",
        says="Salesforce",
        verify=salesforce_sign.verify,
        read=salesforce.read,
        body=Body.RAW,
        reply=salesforce.reply,
    ),
    Source(name="segment", says="Segment", verify=segment_sign.verify, read=segment.read),
    Source(name="standard", says="Standard Webhooks", verify=standard_sign.verify, read=standard.read),
    Source(name="typeform", says="Typeform", verify=typeform_sign.verify, read=typeform.read),
    Source(name="webflow", says="Webflow", verify=webflow_sign.verify, read=webflow.read),
)
SOURCES: Mapping[str, Source] = {source.name: source for source in ALL}
ALIASES: Mapping[str, str] = {"meta": "facebook", "standard-webhooks": "standard"}


def source_named(name: str) -> Source | None:
    """The source of that name, or of another name for it."""
    return SOURCES.get(ALIASES.get(name, name))


def secret_setting(name: str) -> str:
    """The setting that holds a source's secret unless the playbook names another: TYPEFORM_HOOK_SECRET."""
    return f"{name.upper()}_HOOK_SECRET"
