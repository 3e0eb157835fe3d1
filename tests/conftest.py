pytest_plugins = ["tests.fixtures.database", "tests.fixtures.browser", "tests.fixtures.site"]
