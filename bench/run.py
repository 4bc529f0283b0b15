"""How fast is Batonpass on this machine, beside what else could be done with it, and are the promised numbers kept?

    python bench/run.py [--quick] [--only NAME]...

Everything is measured as a ratio in one run, ours and the reference in turn; RESULTS.md is written when all is done.
"""

from __future__ import annotations

import argparse
from importlib import import_module

from batonpass.run import event_loop
from bench.ground import stand
from bench.lines import Line, machine, table
from bench.plan import QUICK, WHOLE, Plan
from bench.sections import RESULTS, by_hand, section

MEASURES = (
    "group_commit", "routing", "over_http", "clocks", "working_time", "one_decision", "scoring", "plans", "mail",
)  # fmt: skip
HEAD = """# What was measured last

{machine}

{how}. Ours and the reference ran in turn on the same machine in the same run; a ratio is the median of the rounds'
ratios, with the lowest and the highest. What each measure means, and how to read it, stands in README.md.
"""


async def measure(names: list[str], plan: Plan, found: dict[str, list[Line]]) -> None:
    """Add what each finds; on the loop, and with the collector of garbage, that every process of ours has."""
    async with stand() as ground:
        for name in names:
            found[name] = []
            async for line in import_module(f"bench.{name}").measure(ground, plan):
                found[name].append(line)
                print(f"{line.measure}: {line.ours} | {line.reference} | {line.ratio} | {line.target}", flush=True)


def report(found: dict[str, list[Line]], *, how: str, where: str) -> str:
    parts = [section(title_of(name), table(lines)) for name, lines in found.items()]
    return "\n".join([HEAD.format(machine=where, how=how), *parts])


def title_of(name: str) -> str:
    """The question that a measure answers."""
    return (import_module(f"bench.{name}").__doc__ or name).partition("\n")[0]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="a short run, to see that nothing broke")
    parser.add_argument("--only", action="append", choices=MEASURES, help="this measure alone; may be given again")
    asked = parser.parse_args()
    where = machine()
    found: dict[str, list[Line]] = {}
    event_loop.run(measure(asked.only or list(MEASURES), QUICK if asked.quick else WHOLE, found))
    text = report(found, how="A quick run" if asked.quick else "A whole run", where=where)
    if asked.only:
        print(text)
    else:
        kept = by_hand(map(title_of, MEASURES))
        RESULTS.write_text("\n".join([text, *kept]), encoding="utf-8")
        print(f"written: {RESULTS}")


if __name__ == "__main__":
    main()
