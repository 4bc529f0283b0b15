"""What does Salesforce say became of a lead or contact: merged, converted, deleted, or restored?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from batonpass.connectors.fate import BACK, DELETED, MERGED, Fate

SALESFORCE = "salesforce"
DELETES = frozenset({"DELETE", "GAP_DELETE"})
RESTORES = frozenset({"UNDELETE", "GAP_UNDELETE"})


def of_values(records: Sequence[str], values: Mapping[str, str], *, change: str = "") -> Fate | None:
    """A loser of a merge names its master; a converted lead names its contact. None when they only changed.

    Change events tell a merge as a deletion that names no master: then the master has to be asked for.
    """
    told = tuple(dict.fromkeys(one for one in records if one))
    into = values.get("MasterRecordId") or values.get("ConvertedContactId") or ""
    others = tuple(one for one in told if one[:15] != into[:15])
    if into and others:
        return Fate(system=SALESFORCE, fate=MERGED, records=others, into=into)
    if told and (change in DELETES or values.get("IsDeleted", "").lower() == "true"):
        return Fate(system=SALESFORCE, fate=DELETED, records=told)
    return Fate(system=SALESFORCE, fate=BACK, records=told) if told and change in RESTORES else None
