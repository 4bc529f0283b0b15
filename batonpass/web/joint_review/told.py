"""How is a sample told to another program: blind while labels are missing, with everything once all are in?"""

from __future__ import annotations

from typing import Any

import asyncpg

from batonpass.store.joint_review import Review, Said

from .evidence import Evidence
from .view import Open, blind, opened


def summary(review: Review) -> dict[str, Any]:
    """How far both sides have got."""
    return {
        "id": review.id,
        "drawn_at": review.drawn_at,
        "drawn_by": review.drawn_by,
        "since": review.since,
        "qualified": review.qualified,
        "leads": review.leads,
        "labelled": {"sales": review.sales, "marketing": review.marketing},
        "in_at": review.in_at,
    }


async def in_full(pool: asyncpg.Pool, review: Review) -> dict[str, Any]:
    """A sample with its leads; what is hidden on the page is hidden here too."""
    if review.in_at is None:
        leads = [
            {"place": one.place, **_evidence(one.evidence)} for one in await blind(pool, review, email="", role="")
        ]
        return {**summary(review), "items": leads}
    found, result = await opened(pool, review)
    return {
        **summary(review),
        "seed": review.seed,
        "agreement": result.agreement,
        "table": result.table,
        "apart": result.apart,
        "items": [_open(one) for one in found],
    }


def _evidence(one: Evidence) -> dict[str, Any]:
    return {"who": one.headline, "about": dict(one.about), "message": one.message, "did": [list(d) for d in one.did]}


def _open(one: Open) -> dict[str, Any]:
    return {
        "place": one.place,
        "lead_id": one.lead_id,
        **_evidence(one.evidence),
        "machine": one.verdict,
        "sales": _said(one.sales),
        "marketing": _said(one.marketing),
        "apart": one.apart,
        "stage": one.stage,
        "outcome": one.outcome,
        "draft": one.case.version if one.case else None,
    }


def _said(one: Said) -> dict[str, Any]:
    return {"label": one.label, "why": one.why, "by": one.name, "at": one.at}
