"""What does the playbook call its rules and signals, of which a decision keeps the name alone?"""

from __future__ import annotations

from collections.abc import Mapping

from batonpass.handoff.playbook import Playbook


def rules_said(playbook: Playbook) -> Mapping[str, str]:
    """The words of each rule of fit and each signal by its name; where models have words of their own, the base's."""
    return {
        name: says
        for model in playbook.models
        for name, says in (
            *((rule.name, rule.says) for rule in model.fit),
            *((signal.name, signal.says) for signal in model.signals.values()),
        )
    }
