"""Which kinds of provider can be asked, by these settings?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from batonpass.connectors.webhook.guard import Allowed

from .csv_list import CsvList
from .http_json import JsonOverHttp
from .provider import Knows


def providers(secret_of: Callable[[str], str | None], open_to: Allowed, folder: Path) -> Mapping[str, Knows]:
    """Each kind that a playbook may name; lists of your own lie in `folder`."""
    over_http = JsonOverHttp(secret_of, open_to)
    return {"json": over_http, "clearbit": over_http, "apollo": over_http, "csv": CsvList(folder=folder)}
