from pathlib import Path

import pytest

pytest_plugins = ["tests.fixtures.database", "tests.fixtures.browser", "tests.fixtures.site", "tests.fixtures.care"]
STARTS_PROGRAMS = {"start_site", "common_site", "browser"}
COMMITS = {"own_database"}
SWEEPS = {"browser", "demo", "house", "interfaces", "serving", "verification"}
TESTS = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Fast is what the rooms and the use cases do inside one transaction; the rest is slow.

    What starts programs comes last, so that a fault shows early, and what opens a browser last of all: it leaves an
    event loop running in its thread, and others need their own.
    """
    for item in items:
        if (STARTS_PROGRAMS | COMMITS) & asked(item) or item.path.relative_to(TESTS).parts[0] in SWEEPS:
            item.add_marker(pytest.mark.slow)
    items.sort(key=lambda item: ("browser" in asked(item), bool(STARTS_PROGRAMS & asked(item)), is_slow(item)))


def asked(item: pytest.Item) -> set[str]:
    """The fixtures that a test asks for."""
    return set(getattr(item, "fixturenames", ()))


def is_slow(item: pytest.Item) -> bool:
    return item.get_closest_marker("slow") is not None
