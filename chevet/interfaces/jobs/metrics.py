"""Numbers for the operator, in Prometheus' words: no person, no address, no organisation in any label."""

import os
import time
from collections.abc import Callable, Iterator

from django.db import connection
from django.http import HttpRequest, HttpResponse
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from chevet.interfaces.clock import domain_now, machine_now
from chevet.kernel.models import Pulse
from chevet.kernel.tenancy import acting, machine

REQUESTS = Counter("chevet_requests", "Requests answered.", ["route", "status"])
SUBMISSIONS = Histogram(
    "chevet_submission_seconds",
    "From the request of a patient's answers, measure or sign to its committed answer.",
    buckets=(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 5),
)
HOT = {"answers.json", "measure.json", "danger.json"}

# Counted on the partial indexes of what waits; what was handed over is history.
OUTBOX = """
SELECT state, count(*), count(*) FILTER (WHERE due_at <= %s), coalesce(extract(epoch FROM %s - min(due_at)), 0)
  FROM message WHERE state IN ('new', 'leased') GROUP BY state
UNION ALL
SELECT 'dead', count(*), count(*), 0 FROM message WHERE state = 'dead' AND settled_at IS NULL
"""


class Counting:
    """Counts each answer under the name of its route, never under its path: paths hold links."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.get_response(request)
        route = route_of(request)
        REQUESTS.labels(route, response.status_code).inc()
        if route.startswith("hot:"):
            SUBMISSIONS.observe(time.perf_counter() - began)
        return response


def route_of(request: HttpRequest) -> str:
    """The route's name; `hot:` and its last word for those that are answered before they are resolved."""
    if request.resolver_match is not None:
        return request.resolver_match.view_name or "unnamed"
    last = request.path_info.rpartition("/")[2]
    return f"hot:{last.removesuffix('.json')}" if last in HOT else "none"


class Waiting(Collector):
    """Asked at each scrape: how much waits in the outbox, and when our jobs last passed."""

    def collect(self) -> Iterator[Metric]:
        now = domain_now()
        with acting(machine("watch")):
            with connection.cursor() as cursor:
                cursor.execute(OUTBOX, [now, now])
                states = cursor.fetchall()
            pulses = list(Pulse.objects.order_by("name"))
        yield _gauge("outbox_messages", "Messages that wait, by state.", "state", [(s, n) for s, n, _, _ in states])
        yield _gauge("outbox_due", "Messages whose time has come.", "state", [(s, n) for s, _, n, _ in states])
        ages = [(pulse.name, (machine_now() - pulse.passed_at).total_seconds()) for pulse in pulses]
        yield _gauge("pulse_age_seconds", "Since this job last passed.", "job", ages)
        found = [(pulse.name, pulse.found) for pulse in pulses]
        yield _gauge("pulse_repaired", "What its last pass had to repair.", "job", found)

    def describe(self) -> list[Metric]:
        """Nothing: the database is not asked when the collector is registered."""
        return []


def _gauge(name: str, about: str, label: str, values: list[tuple[str, float]]) -> Metric:
    family = GaugeMetricFamily(f"chevet_{name}", about, labels=[label])
    for of, value in values:
        family.add_metric([of], value)
    return family


def registry() -> CollectorRegistry:
    """This process's numbers or, where several answer pages, those of all of them together."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    together = CollectorRegistry()
    MultiProcessCollector(together)
    together.register(Waiting())
    return together


REGISTRY.register(Waiting())
