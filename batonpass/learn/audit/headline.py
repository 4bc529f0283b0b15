"""What does an audit say in three sentences, to somebody who reads no further?"""

from collections.abc import Iterator

from batonpass.learn.audit import words
from batonpass.learn.audit.report import Report


def headline(report: Report) -> str:
    """The sentences that the export carries, at most three and never without their figures."""
    return " ".join([sentence for sentence in _sentences(report) if sentence][:3])


def _sentences(r: Report) -> Iterator[str]:
    yield _followed(r)
    yield _touch(r)
    yield _won(r)
    if r.kept_overall and r.kept_overall.rate is not None:
        yield f"{words.percent(r.kept_overall.rate)} of promises were kept."
    if not r.touch:
        yield "How fast leads are touched stands nowhere in this export."


def _followed(r: Report) -> str:
    if r.followed is None or r.followed.rate is None:
        return ""
    left = r.followed.of - r.followed.hits
    if not left:
        return f"Each of {words.plural(r.followed.of, 'lead')} was followed up."
    return f"Of {words.plural(r.followed.of, 'lead')}, {words.number(left)} were never followed up."


def _touch(r: Report) -> str:
    touch = r.touch
    if touch is None or touch.median.value is None:
        return ""
    slow = f", and one in ten longer than {words.length(touch.p90.value, days=touch.days)}" if touch.p90.value else ""
    return f"Of those touched, half waited longer than {words.length(touch.median.value, days=touch.days)}{slow}."


def _won(r: Report) -> str:
    if r.won is None or r.won.rate is None:
        return ""
    settled = r.cohorts.settled if r.cohorts else None
    said = f"{words.percent(r.won.rate)} of {words.plural(r.won.of, 'lead')} were {r.outcome} so far"
    if r.cohorts and settled and settled.rate is not None and any(one.state for one in r.cohorts.months):
        return f"{said}; of the months that can be compared, {words.rate(settled)}."
    return f"{said}."
