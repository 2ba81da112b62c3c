"""What the house can be asked about itself, in Prometheus' words."""

import time

import sqlalchemy as sa
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector

from rostra.access import system
from rostra.database import Database
from rostra.events import LoggedEvent
from rostra.jobs import Job
from rostra.relay import Subscription

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.06, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
METHODS = frozenset({"GET", "POST", "OPTIONS"})


class Metrics:
    """The figures of one process, with a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        self.requests = Counter(
            "rostra_requests", "Requests answered.", ("method", "status", "cache"),
            registry=self.registry,
        )  # fmt: skip
        self.seconds = Histogram(
            "rostra_request_seconds", "How long answers took.", ("cache",),
            registry=self.registry, buckets=BUCKETS,
        )  # fmt: skip
        self.jobs = Gauge("rostra_jobs", "Jobs by state.", ("state",), registry=self.registry)
        self.lag = Gauge(
            "rostra_subscriber_lag", "Events that a subscriber has not handled yet.",
            ("subscriber",), registry=self.registry,
        )  # fmt: skip
        self.up_since = Gauge("rostra_up_since", "When it started.", registry=self.registry)
        self.up_since.set(time.time())
        self._counted: dict[tuple[str, int, str], Counter] = {}

    def count(self, method: str, status: int, cache: str, seconds: float) -> None:
        """Count one request."""
        key = (method if method in METHODS else "other", status, cache)
        counted = self._counted.get(key)
        if counted is None:
            counted = self._counted[key] = self.requests.labels(key[0], str(status), cache)
        counted.inc()
        self.seconds.labels(cache).observe(seconds)

    async def exposed(self, database: Database) -> bytes:
        """All figures as text, with those that stand in the database as of now."""
        async with database.reading(system) as work:
            states = await work.rows(sa.select(Job.state, sa.func.count()).group_by(Job.state))
            last = await work.first(sa.select(sa.func.max(LoggedEvent.position))) or 0
            reached = await work.rows(sa.select(Subscription.name, Subscription.position))
        counts = {state: number for state, number in states}
        for state in ("waiting", "running", "dead"):
            self.jobs.labels(state).set(counts.get(state, 0))
        for name, position in reached:
            self.lag.labels(name).set(last - position)
        return generate_latest(self.registry)


CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
