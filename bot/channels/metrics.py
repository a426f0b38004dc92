"""What the edge counts, in its own registry: how much, how long, how it failed; never who or what."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 7.5, 10.0)


class Metrics:
    """The edge's counters."""

    content_type = CONTENT_TYPE_LATEST

    def __init__(self) -> None:
        self.registry = at = CollectorRegistry()
        self.requests = Counter("yifawen_edge_requests", "Requests", ["method", "route", "status"], registry=at)
        self.seconds = Histogram(
            "yifawen_edge_request_seconds", "Time to the whole response", ["route"], buckets=SECONDS, registry=at
        )
        self.failures = Counter("yifawen_edge_failures", "Questions without an answer, by kind", ["kind"], registry=at)
        self.photos = Counter("yifawen_edge_photos", "Photos, by what came of them", ["outcome"], registry=at)
        self.flaws = Counter("yifawen_edge_flawed_messages", "Messages reduced or left out", registry=at)
        self.wechat = Counter(
            "yifawen_edge_wechat", "Deliveries of WeChat, by what came of them", ["outcome"], registry=at
        )
        self.late = Counter(
            "yifawen_edge_wechat_late", "Late answers in WeChat: sent or kept", ["outcome"], registry=at
        )
        self.limits_failed = Counter("yifawen_edge_limits_failed", "Requests let through uncounted", registry=at)

    def page(self) -> bytes:
        """The text that Prometheus reads."""
        return generate_latest(self.registry)
