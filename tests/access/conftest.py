from tests.fixtures.care import patient, place  # noqa: F401
