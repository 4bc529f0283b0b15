"""Which of our names stands for what another system calls its forms and fields?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from batonpass.handoff.capture import OURS, PERSON_FIELDS, SHAPE
from batonpass.handoff.person import EMAIL
from batonpass.written.mapping_words import FIELD_OF, plain, word

NAMES_MOST = 90
_FORM = re.compile(r"[^A-Za-z0-9_.-]+")
Pairs = Iterable[tuple[str, object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """What the playbook says of one source: their forms, fields and stages of a deal, each by our names."""

    forms: Mapping[str, str] = field(default_factory=dict[str, str])
    fields: Mapping[str, str] = field(default_factory=dict[str, str])
    stages: Mapping[str, str] = field(default_factory=dict[str, str])

    def form(self, *theirs: str, otherwise: str) -> str:
        """Our form for theirs, known by its id or its title; without a word on it, the source's own name."""
        named = next((self.forms[name] for name in theirs if name in self.forms), "")
        return named or self.forms.get("*", "") or otherwise

    def submission(self, pairs: Pairs, **more: Any) -> dict[str, Any]:
        """Their answers as a submission: by the playbook's names, else by what plain words say, else by their own.

        What looks like an address is the address when no name says which answer is. `more` is laid beside it.
        """
        answers = Answers(source=dict(more.pop("source", {})))
        for name, value in self._read(pairs):
            answers.put(name, value)
        answers.find_email()
        groups = {"fields": dict(list(answers.fields.items())[:NAMES_MOST]), "source": answers.source}
        kept = {name: value for name, value in more.items() if value}
        return answers.told | {name: group for name, group in groups.items() if group} | kept

    def _read(self, pairs: Pairs) -> Iterable[tuple[str, str]]:
        for theirs, value in pairs:
            text = text_of(value)
            if text:
                yield self.fields.get(theirs) or FIELD_OF.get(plain(theirs), "") or f"?{theirs}", text


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What was answered, in the places where a submission keeps it; of two answers for one place the first stands."""

    told: dict[str, Any] = field(default_factory=dict[str, Any])
    fields: dict[str, Any] = field(default_factory=dict[str, Any])
    source: dict[str, Any] = field(default_factory=dict[str, Any])

    def put(self, name: str, value: str) -> None:
        """Lay one answer where it belongs; `?` before a name says that it is theirs and not ours."""
        group, _, part = name.partition(".")
        if name == "full_name":
            first, _, last = value.partition(" ")
            self.told.setdefault("first_name", first)
            self.told.setdefault("last_name", last)
        elif group == "source" and part:
            self.source.setdefault(part, value)
        elif name in PERSON_FIELDS or name == "message":
            self.told.setdefault(name, value)
        elif name.startswith("?"):
            own = word(name[1:], len(self.fields) + 1)
            self.fields.setdefault(f"their_{own}"[:40] if own in OURS or own in SHAPE else own, value)
        elif name not in ("occurred_at", "form"):
            self.fields.setdefault(name, value)

    def find_email(self) -> None:
        """When no name says which answer is the address, the only one that looks like one is it."""
        found = [name for name, value in self.fields.items() if EMAIL.fullmatch(value.lower())]
        if "email" not in self.told and len(found) == 1:
            self.told["email"] = self.fields.pop(found[0])


def text_of(value: object) -> str:
    """An answer as one text: choices are joined, the parts of a name or an address put in their order."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return ", ".join(text for one in value if (text := text_of(one)))
    if isinstance(value, Mapping):
        order = [value[part] for part in ("first", "middle", "last", "full") if part in value] or list(value.values())
        return " ".join(text for one in order if (text := text_of(one)))
    return str(value).replace("\0", "").strip()


def slug(text: str) -> str:
    """A name of theirs as a form's name: `Contact us!` is contact-us."""
    return _FORM.sub("-", text.strip().lower()).strip("-")[:64]
