"""What does a CRM's word for where a lead stands say: nobody came, somebody works it, it was won or lost?"""

from enum import StrEnum
from typing import Final

import polars as pl

from batonpass.learn.audit.roles import names_of
from batonpass.written.mapping_words import plain


class Standing(StrEnum):
    """What a status says for sure; most say less."""

    UNTOUCHED = "untouched"
    WORKED = "worked"
    WON = "won"
    LOST = "lost"


MEANS: Final = {
    Standing.UNTOUCHED: """new; open not contacted; not contacted; unworked; untouched; not started; uncontacted; neu;
        nouveau; nuevo; novo; nieuw; ny; not yet contacted; to be contacted; unassigned; new lead; fresh""",
    Standing.WORKED: """contacted; working; working contacted; attempted to contact; attempting contact; attempted;
        connected; in progress; open deal; nurturing; qualified; meeting booked; meeting scheduled; demo scheduled;
        awaiting user info; active; awaiting reply; engaged; follow up; bad timing; called; contact made; proposal;
        proposal made; negotiation; qualification; demo; awaiting vendor; resolved; in bearbeitung; kontaktiert;
        call attempted; left voicemail; voicemail; working open""",
    Standing.WON: """won; closed won; closedwon; customer; converted; closed converted; evangelist; gewonnen; gagne;
        ganado; ganho; closed won deal; signed""",
    Standing.LOST: """lost; closed lost; closedlost; closed not converted; disqualified; unqualified; not qualified;
        rejected; junk; recycled; verloren; perdu; perdido; closed no interest; dead; not interested""",
}  # fmt: skip
_STANDING: Final = {name: standing for standing, text in MEANS.items() for name in names_of(text)}


def standing_of(status: str) -> Standing | None:
    """What one status says, if it is a usual word."""
    return _STANDING.get(plain(status))


def standings(statuses: pl.Series) -> pl.Series:
    """What each status says; null where it says nothing for sure."""
    said = {one: standing.value for one in statuses.drop_nulls().unique() if (standing := standing_of(one))}
    if not said:
        return pl.Series("standing", [None], dtype=pl.String).new_from_index(0, statuses.len())
    return statuses.replace_strict(said, default=None, return_dtype=pl.String).alias("standing")
