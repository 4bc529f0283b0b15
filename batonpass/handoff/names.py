"""What remains of a company's name when everything is taken away that two spellings of it may differ in?"""

from __future__ import annotations

from functools import lru_cache
from re import compile as pattern
from unicodedata import normalize

from .legal_forms import COMMON, JOINING, LEGAL_FORMS, SAME_WORD

LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "\u0131": "i"}
)
PIECES = pattern(r"[^\W_]+")
DOTTED = pattern(r"(?<=\b[^\W\d_])\.(?=[^\W\d_]\b)")
OWNERS = pattern(r"(?<=\w)['\u2019`\u00b4](?=\w)|(?<=s)['\u2019`\u00b4]")
NAME_MAX = 200
"""Longer names are cut: nothing that tells companies apart stands so far back."""


def folded(text: str) -> str:
    """Lower case without accents, one way to write each letter."""
    if text.isascii():
        return text.lower()
    plain = normalize("NFKD", text.casefold().translate(LETTERS))
    return "".join(letter for letter in plain if not "\u0300" <= letter <= "\u036f")


FORMS = frozenset(folded(form).replace("/", "") for form in LEGAL_FORMS)
IN_FRONT = frozenset({"the", "ab", "nv", "pt", "ooo", "oao", "zao", "pao", "tov", "sia", "uab", "jsc", "ojsc", "pjsc"})
"""What stands before a name; other forms do not, or are names themselves (SAS Institute, KB Home)."""
SAME = {folded(word): folded(same) for word, same in SAME_WORD.items()}


@lru_cache(maxsize=20_000)
def words_of(name: str) -> tuple[str, ...]:
    """The words of a company's name that say which company it is: no legal forms, no accents, no place behind them.

    Initials are one word (D. S. M. is dsm), & and the word for it are left out, usual abbreviations are written out.
    A name that is nothing but legal forms keeps its words.
    """
    parts = [_pieces(part) for part in folded(name[:NAME_MAX]).split(",")]
    kept: list[str] = []
    for part in parts:
        if kept and part and not _only_forms(part) and _ended(parts, part):
            break
        kept += part
    bare = _bare(kept) or kept
    return tuple(SAME.get(word, word) for word in bare)


def key_of(name: str) -> str:
    """The name as one word: what two must share to be the same without a doubt. Empty for one that says nothing."""
    words = words_of(name)
    return "".join(words) if any(word not in COMMON for word in words) else ""


def _pieces(part: str) -> list[str]:
    joined = OWNERS.sub("", DOTTED.sub("", part)).replace("&", " and ").replace("+", " and ")
    return _initials(PIECES.findall(joined))


def _initials(words: list[str]) -> list[str]:
    """Single letters that stand together are one word: d s m, n v."""
    out: list[str] = []
    single = False
    for word in words:
        alone = len(word) == 1 and word.isalpha()
        if alone and single:
            out[-1] += word
        else:
            out.append(word)
        single = alone
    return out


def _only_forms(words: list[str]) -> bool:
    return all(word in FORMS or word in JOINING for word in words)


def _ended(parts: list[list[str]], part: list[str]) -> bool:
    """Has a part before this one ended with a legal form? Then this one is a place: GIST-BROCADES NV, DELFT."""
    before = [one for one in parts[: parts.index(part)] if one]
    return any(one[-1] in FORMS for one in before)


def _bare(words: list[str]) -> list[str]:
    """Without legal forms at the end and in front, the article in front, and the words that only join."""
    last, first = len(words), 0
    while last and (words[last - 1] in FORMS or words[last - 1] in JOINING):
        last -= 1
    while first < last - 1 and words[first] in IN_FRONT:
        first += 1
    return [word for word in words[first:last] if word not in ("and", "und", "et", "og", "och")]
