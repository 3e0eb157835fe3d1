"""A stranger's clone holds the project, and nothing of the machine on which it was written."""

import os
import re
from urllib.parse import urlsplit

import pytest

from .sources import PROJECT, tracked_files

# Written in two halves, so that this file may be tracked too.
REGISTRIES = tuple(
    ".".join(halves)
    for halves in (
        ("pypi", "org"),
        ("pypi", "python.org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("crates", "io"),
        ("rubygems", "org"),
        ("proxy.golang", "org"),
        ("anaconda", "org"),
    )
)
# Where a machine says which registry it uses instead; that name stays on the machine.
REGISTRY_SETTINGS = re.compile(r"(^|_)(INDEX|INDEX_URL|REGISTRY|GOPROXY)$", re.IGNORECASE)

MACHINE_PATH = re.compile(r"(?<![\w.~}/-])/(?:work|root|tmp)(?![\w-])")
ALLOWED_PATHS = {
    "chevet/kernel/embedded_postgres/server.py": "a Unix socket must lie under a short path",
}


def registry_hosts() -> set[str]:
    """The public registries, and the one this machine is told to use, if any."""
    urls = [value for name, value in os.environ.items() if REGISTRY_SETTINGS.search(name)]
    hosts = {urlsplit(url).hostname for line in urls for url in line.split()}
    return {*REGISTRIES, *(host for host in hosts if host and host != "localhost")}


def lines_of(path: str) -> list[str]:
    """The lines of a text file; none for a font or a picture."""
    try:
        return (PROJECT / path).read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        return []


def names_a_registry(line: str, hosts: set[str] | None = None) -> bool:
    return any(host in line.lower() for host in hosts or registry_hosts())


def names_a_machine_path(line: str) -> bool:
    return bool(MACHINE_PATH.search(line))


def places(paths, fault) -> list[str]:
    return [f"{path}:{number}" for path in paths for number, line in enumerate(lines_of(path), start=1) if fault(line)]


def test_no_tracked_file_names_a_package_registry():
    hosts = registry_hosts()
    assert places(tracked_files(), lambda line: names_a_registry(line, hosts)) == []


def test_no_tracked_file_outside_the_tests_names_a_path_of_a_machine():
    paths = [path for path in tracked_files() if not path.startswith("tests/")]
    assert paths
    assert places((path for path in paths if path not in ALLOWED_PATHS), names_a_machine_path) == []


def test_each_allowed_path_is_still_needed():
    needless = [path for path in ALLOWED_PATHS if not places([path], names_a_machine_path)]
    assert needless == []


def test_no_lock_of_one_machine_is_tracked():
    assert [path for path in tracked_files() if path.endswith("uv.lock")] == []


@pytest.mark.parametrize("host", REGISTRIES)
def test_a_registry_is_recognised_in_a_line(host):
    assert names_a_registry(f'url = "https://files.{host.upper()}/simple"')


def test_the_registry_of_this_machine_is_recognised(monkeypatch):
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://reader:word@mirror.example.test/simple")
    assert names_a_registry("index = mirror.example.test")
    assert not names_a_registry("index = elsewhere.example.test")


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("cd /work/chevet", True),
        ('dir="/tmp"', True),
        ("kept in /root.", True),
        ("see /root for more", True),
        ("file:/tmp/socket", True),
        ("https://example.test/work/7", False),
        ("/worklist/", False),
        ("var/tmp", False),
        ("$HOME/tmp", False),
        ("~/work", False),
    ],
)
def test_a_path_of_a_machine_is_told_from_an_address(line, found):
    assert names_a_machine_path(line) is found
