"""The fields that the tests of conditions ask about, and endless conditions and leads made up at random."""

from decimal import Decimal
from random import Random

from batonpass.handoff.condition import NUMBER, TEXT, TEXTS, TRUTH, Condition, choice, choices, compile_condition

LEVELS = ("c_level", "vp", "director", "manager", "ic")
SIGNALS = ("demo_request", "pricing_view", "webinar")
SCHEMA = {
    "lead.event": TEXT,
    "lead.email": TEXT,
    "lead.country": TEXT,
    "lead.behaviour": NUMBER,
    "lead.seniority": choice(*LEVELS),
    "lead.signals": choices(*SIGNALS),
    "lead.tags": TEXTS,
    "account.country": TEXT,
    "account.industry": TEXT.labelled("the company's industry"),
    "account.employees": NUMBER,
    "account.target": TRUTH.labelled("a target account"),
    "account.customer": TRUTH,
    "score.total": NUMBER,
}
TEXTS_SEEN = (
    "",
    "DE",
    "de",
    "AT",
    "demo_request",
    "anna@firm.se",
    "x@gmail.com",
    "é",
    "e\u0301",
    "\uffff",
    "😀",
    'a"b',
    "it's \\",
)
NUMBERS_SEEN = (0, 1, -1, 49, 50, 51, 5000, 2**53, 2**53 + 1, Decimal("0.5"), Decimal("-0.25"), Decimal("50.0"))
WORDS_ASKED = ("", "D", "E", "@gmail.com", "a", "e", "\u0301", "\\")
COMPARISONS = ("==", "!=", "<", "<=", ">", ">=")
PATHS = {
    kind: tuple(path for path, type_ in SCHEMA.items() if type_.kind == kind.kind) for kind in (TEXT, NUMBER, TRUTH)
}


def ask(source: str) -> Condition:
    return compile_condition(source, SCHEMA)


def some_facts(chance: Random) -> dict[str, object]:
    """A lead of whom about a quarter is unknown, by absence or by None."""
    return {path: _seen(chance, path) for path in SCHEMA if chance.random() < 0.85}


def _seen(chance: Random, path: str) -> object:
    if chance.random() < 0.1:
        return None
    match SCHEMA[path].kind:
        case "number":
            return chance.choice(NUMBERS_SEEN)
        case "true or false":
            return chance.random() < 0.5
        case "choice":
            return chance.choice(LEVELS)
        case "list":
            return tuple(chance.sample(SCHEMA[path].values or TEXTS_SEEN, chance.randrange(3)))
        case _:
            return chance.choice(TEXTS_SEEN)


def some_condition(chance: Random, depth: int = 4) -> str:
    """A condition as somebody might write it, with more parentheses and spaces than needed."""
    roll = chance.random()
    if depth and roll < 0.3:
        return _spaced(chance, "&&").join(some_part(chance, depth - 1) for _ in range(chance.randint(2, 4)))
    if depth and roll < 0.6:
        return _spaced(chance, "||").join(some_part(chance, depth - 1) for _ in range(chance.randint(2, 4)))
    return some_part(chance, depth)


def some_part(chance: Random, depth: int) -> str:
    roll = chance.random()
    if depth and roll < 0.35:
        return f"{chance.choice(('', '', '!', '!!'))}({some_condition(chance, depth - 1)})"
    if roll < 0.45:
        return f"{chance.choice(('', '!', '!!!'))}{chance.choice(PATHS[TRUTH])}"
    return some_clause(chance)


def some_clause(chance: Random) -> str:
    number, text = chance.choice(PATHS[NUMBER]), chance.choice(PATHS[TEXT])
    sign, written = _spaced(chance, chance.choice(COMPARISONS)), _number(chance)
    call = f"{text}.{chance.choice(('startsWith', 'endsWith', 'contains'))}"
    return chance.choice(
        (
            f"{number}{sign}{written}",
            f"{written}{sign}{number}",
            f"{number}{sign}{chance.choice(PATHS[NUMBER])}",
            f"{text}{sign}{_text(chance)}",
            f"{text}{sign}{chance.choice(PATHS[TEXT])}",
            f"{chance.choice(PATHS[TRUTH])} {chance.choice(COMPARISONS[:2])} {chance.choice(('true', 'false'))}",
            f'lead.seniority {chance.choice(COMPARISONS[:2])} "{chance.choice(LEVELS)}"',
            f"{text} in [{', '.join(_text(chance) for _ in range(chance.randint(1, 4)))}]",
            f"{number} in [{', '.join(_number(chance) for _ in range(chance.randint(1, 4)))}]",
            f'"{chance.choice(SIGNALS)}" in lead.signals',
            f"{text} in lead.tags",
            f"{call}({_quoted(chance, chance.choice(WORDS_ASKED))})",
            f"!{call}({chance.choice(PATHS[TEXT])})",
            f"has({chance.choice(tuple(SCHEMA))})",
            f"({chance.choice(tuple(SCHEMA))} is unknown)",
            chance.choice(("true", "false", f"{chance.randrange(3)} {sign} 1", "lead.seniority.contains('l')")),
        )
    )


def _spaced(chance: Random, sign: str) -> str:
    return chance.choice((sign, f" {sign} ", f" {sign}\n  ", f"\t{sign}\r\n"))


def _number(chance: Random) -> str:
    return format(Decimal(chance.choice(NUMBERS_SEEN)), "f")


def _text(chance: Random) -> str:
    return _quoted(chance, chance.choice(TEXTS_SEEN))


def _quoted(chance: Random, text: str) -> str:
    mark = chance.choice("\"'")
    escaped = text.replace("\\", "\\\\").replace(mark, f"\\{mark}").replace("é", chance.choice(("é", "\\u00e9")))
    return f"{mark}{escaped}{mark}"
