"""Would the tests notice a fault in what we learn from outcomes? Each is put into a copy of the tree.

Run by hand: `python -m tests.faults.outcomes`; exit code 1 if one lived.
"""

from __future__ import annotations

from tests.breaking import Fault, tell


def fault(room: str, hurts: str, was: str, becomes: str) -> Fault:
    place, suite = f"batonpass/learn/{room}.py", f"tests/learn/test_{room}.py"
    return Fault(verb=room, hurts=hurts, was=was, becomes=becomes, place=place, suites=(suite,))


FAULTS = (
    fault("auc", "a tie counts as won", "(first + last + 1) / 2", "last.astype(float)"),
    fault(
        "calibrate",
        "sixty leads decide",
        "firmness=np.r_[0.0, 1 / (PRIOR**2 + off**2)]",
        "firmness=np.r_[0.0, 1e-3 / (PRIOR**2 + off**2)]",
    ),
    fault(
        "calibrate",
        "points move although the interval holds them",
        "return (found.low[1:] > today) | (found.high[1:] < today)",
        "return (found.weights[1:] > today) | (found.weights[1:] < today)",
    ),
    fault("leakage", "a lead vouches for itself", "folds == fold, folds != fold", "folds == fold, folds >= 0"),
    fault("backtest", "an unworked lead has failed", "int((ready & ~open_).sum())", "int(ready.sum())"),
    fault(
        "backtest",
        "differences are surer than they are",
        "return _with_spread(shares[1] - shares[0], pulls)",
        "return _with_spread(shares[1] - shares[0], pulls / 2)",
    ),
    fault(
        "capacity",
        "a pressing lead waits its turn",
        "heappush(waits, (dues[place], place))\n            place += 1\n        _,",
        "heappush(waits, (order[place], place))\n            place += 1\n        _,",
    ),
)


if __name__ == "__main__":
    tell(FAULTS)
