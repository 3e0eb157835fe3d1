import pytest

pytest_plugins = ["tests.fixtures.database", "tests.fixtures.browser", "tests.fixtures.site", "tests.fixtures.care"]
STARTS_PROGRAMS = {"start_site", "browser"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What starts a site or a browser is slow; slow tests come last, so that a fault shows early.

    Those with a browser come last of all: it leaves an event loop running in its thread, and others need their own.
    """
    for item in items:
        if STARTS_PROGRAMS & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.slow)
    items.sort(key=lambda item: (item.get_closest_marker("slow") is not None, "browser" in item.fixturenames))
