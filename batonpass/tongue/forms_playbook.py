"""Which sentences tell a playbook, with holes for what differs?"""

from __future__ import annotations

from typing import Final


PLAYBOOK_SENTENCES: Final = ()
"""Sentences of the page that tells a playbook."""
PLAYBOOK_TERMS: Final = ()
"""What stands inside of them."""
