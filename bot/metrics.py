"""What is counted, without names or numbers of anybody.

Web processes and the worker that share a directory (`settings.share_counts`) count together, so that `/metrics` tells
the same whichever of them answers; that has to be arranged before this module is first imported. Depths are asked from
the database when somebody looks.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from prometheus_client import CollectorRegistry, Counter, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from prometheus_client.registry import Collector

from bot import settings

_texts = Counter("frontdesk_texts_received", "Texts taken from Twilio's door.", ["door"])
_answered = Counter("frontdesk_texts_answered", "Texts by what became of them.", ["answer"])
_refused = Counter("frontdesk_requests_refused", "Requests turned away at Twilio's doors.", ["reason"])
_sends = Counter("frontdesk_sends", "Messages handed to a channel, by result.", ["channel", "result"])
_skipped = Counter("frontdesk_reminders_skipped", "Reminders that were not sent, by reason.", ["reason"])
_reports = Counter("frontdesk_delivery_reports", "Delivery reports by status.", ["status"])
_alarms = Counter("frontdesk_alarms", "Errors of the phone company that an operator must mend, by code.", ["code"])
_failures = Counter("frontdesk_failures", "Faults of our own.", ["where"])


@cache
def _one_of(counter: Counter, label: str) -> Counter:
    """The counter of one label, which is dear to ask for."""
    return counter.labels(label)


def received(door: str) -> None:
    _one_of(_texts, door).inc()


def answered(answer: str) -> None:
    _one_of(_answered, answer).inc()


def refused(reason: str) -> None:
    _refused.labels(reason).inc()


def sent(channel: str, result: str) -> None:
    _sends.labels(channel, result).inc()


def skipped(reason: str) -> None:
    _skipped.labels(reason).inc()


def reported(status: str) -> None:
    _reports.labels(status).inc()


def alarmed(code: str) -> None:
    _alarms.labels(code).inc()


def failed(where: str) -> None:
    _failures.labels(where).inc()


class Depths(Collector):
    """Numbers that are read from the database at the moment of asking."""

    def __init__(self, values: Iterable[tuple[str, str, float]]) -> None:
        self._values = tuple(values)

    def collect(self) -> Iterable[Metric]:
        for name, description, value in self._values:
            yield GaugeMetricFamily(name, description, value=value)


def page(depths: Iterable[tuple[str, str, float]] = ()) -> bytes:
    """All that was counted, as Prometheus reads it. `depths` are (name, description, value)."""
    registry = _counters()
    registry.register(Depths(depths))
    return generate_latest(registry)


def totals() -> list[tuple[str, str, int]]:
    """What was counted since the start: description, label, number."""
    return [
        (family.documentation, ", ".join(sample.labels.values()), int(sample.value))
        for family in _counters().collect()
        for sample in family.samples
        if sample.name.endswith("_total")
    ]


def _counters() -> CollectorRegistry:
    registry = CollectorRegistry()
    directory = settings.counts_directory()
    if directory:
        MultiProcessCollector(registry, path=directory)  # type: ignore[no-untyped-call]
    else:
        for counter in (_texts, _answered, _refused, _sends, _skipped, _reports, _alarms, _failures):
            registry.register(counter)
    return registry


def forget_process(pid: int) -> None:
    """A process has ended; its counters stay counted."""
    if settings.counts_directory():
        mark_process_dead(pid)  # type: ignore[no-untyped-call]
