"""What is a record? Something that was decided or that happened, whole from the moment it is made, changed by nobody.

Facts, effects and leads are records, and so is what a single step of deciding makes and hands on. They are structs of
the library that writes them as JSON and reads them back: made several times as fast as a frozen dataclass, and read
from JSON without a second copy. What is made once, as a playbook is, stays a dataclass.
"""

from __future__ import annotations

from typing import Any, dataclass_transform

import msgspec
from msgspec import field
from msgspec.structs import asdict, fields, replace

__all__ = ["Record", "asdict", "field", "fields", "replace"]


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(field,))
class _Frozen(msgspec.StructMeta):
    """Every kind of record is frozen and filled by name, and left out by the collector: records hold no circles."""

    def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> type:
        return super().__new__(cls, name, bases, namespace, frozen=True, kw_only=True, gc=False)


class Record(msgspec.Struct, metaclass=_Frozen):
    """What every record is. Its fields are filled by name; another value needs another record (`replace`)."""
