"""How much comes through our doors and how fast, as Prometheus reads it?"""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterable, Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from batonpass.store.arrival import Arrival, Outcome

SECONDS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30)
SIZES = (1, 2, 5, 10, 20, 50, 100, 200, 500)


class Counts:
    """The counters of one process, and the gauges that are set when somebody asks."""

    def __init__(self) -> None:
        """Begin at zero, in a registry of our own, so that two applications in one process do not mix."""
        registry = self.registry = CollectorRegistry()
        self._intake = Counter("batonpass_intake", "Arrivals answered", ("door", "state"), registry=registry)
        self._batch = Histogram("batonpass_batch_size", "Arrivals in a commit", registry=registry, buckets=SIZES)
        self._commit = Histogram("batonpass_commit_seconds", "Length of a commit", registry=registry, buckets=SECONDS)
        self._hooks = Counter("batonpass_hooks", "Deliveries heard", ("source", "outcome"), registry=registry)
        self._acts = Counter("batonpass_acts", "Requests about leads", ("act", "outcome"), registry=registry)
        self._refused = Counter("batonpass_refused", "Arrivals that could not be kept", registry=registry)
        self._gauges: dict[str, Gauge] = {}
        self.refusing = False
        """Whether those who came last could not be kept."""

    def taken(self, arrivals: Iterable[Arrival], outcomes: Iterable[Outcome], seconds: float) -> None:
        """One commit of the intake door."""
        tally = Tally((a.door, o.state.value) for a, o in zip(arrivals, outcomes, strict=True))
        for (door, state), count in tally.items():
            self._intake.labels(door, state).inc(count)
        self._batch.observe(tally.total())
        self._commit.observe(seconds)
        self.refusing = False

    def refused(self, many: int) -> None:
        """So many were told to come again, for the database could not keep them."""
        self._refused.inc(many)
        self.refusing = True

    def acted(self, act: str, outcome: str) -> None:
        """One request about a lead."""
        self._acts.labels(act, outcome).inc()

    def hooked(self, source: str, outcome: str) -> None:
        """One part of a delivery of another system."""
        self._hooks.labels(source, outcome).inc()

    def told(self, gauges: Mapping[str, tuple[str, float]]) -> bytes:
        """All of it in Prometheus' text form; `gauges` by name, each with what it means and how it stands now."""
        for name, (means, value) in gauges.items():
            if name not in self._gauges:
                self._gauges[name] = Gauge(name, means, registry=self.registry)
            self._gauges[name].set(value)
        return generate_latest(self.registry)
