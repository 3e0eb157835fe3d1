"""The launcher: races, crashes, roles, accounts. Real servers in short-lived folders."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from chevet.kernel import embedded_postgres, roles
from chevet.kernel.embedded_postgres import PostgresError, reachable_folder
from chevet.kernel.embedded_postgres.account import system_account

ROOT = Path(__file__).resolve().parents[2]
JOIN = """
import sys, time, psycopg
from pathlib import Path
from chevet.kernel import embedded_postgres
with embedded_postgres.start(Path(sys.argv[1]), durable=False) as cluster:
    with psycopg.connect(cluster.dsn()) as connection:
        print(connection.execute("SELECT pg_postmaster_start_time()").fetchone()[0], flush=True)
    time.sleep(float(sys.argv[2]))
"""


@pytest.fixture
def folder(tmp_path_factory):
    data = reachable_folder(tmp_path_factory.mktemp("cluster"))
    yield data
    shutil.rmtree(data, ignore_errors=True)


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """One cluster for the tests that only look."""
    data = reachable_folder(tmp_path_factory.mktemp("shared"))
    with embedded_postgres.start(data, durable=False) as cluster:
        yield cluster
    shutil.rmtree(data, ignore_errors=True)


def start(folder: Path, **options):
    return embedded_postgres.start(folder, durable=False, **options)


def postmaster(cluster) -> int:
    return int((cluster.server.folder / "postmaster.pid").read_text().split()[0])


def ask(cluster, sql: str, *, role: str = "postgres", database: str = roles.DATABASE):
    with psycopg.connect(cluster.dsn(database, role), autocommit=True) as connection:
        return connection.execute(sql).fetchall()


def join(folder: Path, *, stay: float = 0.0) -> subprocess.Popen:
    command = [sys.executable, "-c", JOIN, str(folder), str(stay)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_roles_have_exactly_the_powers_they_need(shared):
    found = ask(
        shared,
        "SELECT rolname, rolcanlogin, rolsuper, rolcreatedb, rolbypassrls FROM pg_roles"
        " WHERE rolname LIKE 'chevet_%' ORDER BY 1",
    )
    assert found == [
        ("chevet_app", True, False, False, False),
        ("chevet_owner", True, False, True, False),
        ("chevet_reporting", True, False, False, False),
        ("chevet_search", False, False, False, True),
    ]
    assert ask(shared, "SELECT pg_has_role('chevet_owner', 'chevet_search', 'member')") == [(True,)]
    assert ask(shared, "SELECT pg_has_role('chevet_app', 'chevet_search', 'member')") == [(False,)]
    assert ask(shared, "SELECT has_database_privilege('chevet_app', 'chevet', 'TEMP')") == [(False,)]


def test_new_databases_of_the_owner_have_the_extensions(shared):
    with psycopg.connect(shared.dsn("postgres", roles.OWNER), autocommit=True) as owner:
        owner.execute("CREATE DATABASE another")
    extensions = ask(shared, "SELECT extname::text FROM pg_extension ORDER BY 1", database="another")
    assert extensions == [("btree_gist",), ("pg_stat_statements",), ("pg_trgm",), ("plpgsql",), ("unaccent",)]


def test_nobody_enters_without_a_password_or_by_the_network(shared):
    open_door = shared.dsn().replace(shared.passwords[roles.APPLICATION], "wrong")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(open_door)
    assert ask(shared, "SHOW listen_addresses") == [("",)]
    assert (shared.home / "passwords.json").stat().st_mode & 0o777 == 0o600
    assert shared.server.folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.slow
def test_a_durable_cluster_keeps_what_was_committed_when_it_is_killed(folder):
    with embedded_postgres.start(folder) as cluster:
        wanted = ("fsync", "full_page_writes", "synchronous_commit", "data_checksums", "jit")
        assert [ask(cluster, f"SHOW {name}")[0][0] for name in wanted] == ["on", "on", "on", "on", "off"]
        with psycopg.connect(cluster.dsn(role=roles.OWNER), autocommit=True) as owner:
            owner.execute("CREATE TABLE ledger AS SELECT 42 AS kept")
        os.kill(postmaster(cluster), signal.SIGKILL)
        with embedded_postgres.start(folder) as again:
            assert ask(again, "SELECT kept FROM ledger") == [(42,)]


@pytest.mark.slow
def test_three_processes_that_start_together_share_one_server(folder):
    racing = [join(folder, stay=1.5) for _ in range(3)]
    births = {process.communicate(timeout=60)[0].strip() for process in racing}
    assert [process.returncode for process in racing] == [0, 0, 0]
    assert len(births) == 1
    assert births != {""}


@pytest.mark.slow
def test_the_last_one_to_leave_stops_the_server(folder):
    first, second = start(folder), start(folder)
    first.stop()
    assert ask(second, "SELECT 1") == [(1,)]
    second.stop()
    assert not second.server.answers()


@pytest.mark.slow
def test_a_process_that_was_killed_does_not_keep_the_server_running(folder):
    guest = join(folder, stay=60)
    assert guest.stdout.readline().strip()
    cluster = start(folder)
    guest.kill()
    guest.communicate()
    cluster.stop()
    assert not cluster.server.answers()


@pytest.mark.slow
def test_a_deep_folder_gets_a_short_socket(folder):
    deep = folder / ("d" * 60) / ("e" * 60)
    with start(deep) as cluster:
        short = cluster.server.socket_folder()
        assert short != cluster.server.folder
        assert ask(cluster, "SELECT 1") == [(1,)]
    assert not short.exists()


@pytest.mark.slow
def test_a_lock_that_names_somebody_elses_process_is_not_believed(folder):
    with start(folder) as cluster:
        os.kill(postmaster(cluster), signal.SIGKILL)
        pid_file = cluster.server.folder / "postmaster.pid"
        stranger = subprocess.Popen(["sleep", "60"])
        lines = pid_file.read_text().splitlines()
        time.sleep(2)
        pid_file.write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")
        with start(folder) as again:
            assert ask(again, "SELECT 1") == [(1,)]
        stranger.kill()
        stranger.wait()


@pytest.mark.slow
def test_an_interrupted_first_start_begins_again(folder):
    unfinished = folder / "postgres" / "cluster.partial"
    unfinished.mkdir(parents=True)
    (unfinished / "half").write_text("written")
    with start(folder) as cluster:
        assert ask(cluster, "SELECT 1") == [(1,)]
    assert not unfinished.exists()


@pytest.mark.slow
def test_data_of_another_major_version_is_refused_with_a_remedy(folder):
    with start(folder) as cluster:
        version = cluster.server.folder / "PG_VERSION"
    version.write_text("12\n")
    with pytest.raises(PostgresError, match=r"written by PostgreSQL 12.*dump it"):
        start(folder)


@pytest.mark.slow
def test_lost_passwords_are_said_rather_than_replaced(folder):
    start(folder).stop()
    (folder / "postgres" / "passwords.json").unlink()
    with pytest.raises(PostgresError, match=r"passwords\.json is missing"):
        start(folder)


@pytest.mark.slow
def test_a_server_that_cannot_start_says_its_last_words(folder):
    start(folder).stop()
    (folder / "postgres" / "cluster" / "pg_hba.conf").write_text("nonsense\n")
    with pytest.raises(PostgresError, match="did not start"):
        start(folder)


def test_an_operator_reads_the_same_roles_without_our_passwords(shared):
    script = roles.operator_script()
    assert roles.roles_sql() in script
    assert roles.extensions_sql() in script
    assert [password for password in shared.passwords.values() if password in script] == []


root_only = pytest.mark.skipif(os.geteuid() != 0, reason="only root changes accounts")


@pytest.mark.slow
@root_only
def test_root_hands_the_server_to_an_account_that_is_not_root(folder):
    with start(folder) as cluster:
        assert Path(f"/proc/{postmaster(cluster)}").stat().st_uid not in (0, None)
        groups = Path(f"/proc/{postmaster(cluster)}/status").read_text()
        assert [line.split()[1:] for line in groups.splitlines() if line.startswith("Groups:")] in (
            [[]],
            [[str(cluster.server.account.gid)]],
        )


@root_only
def test_a_closed_home_moves_the_data_to_var_lib(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    moved, other = (reachable_folder(closed / clone / "var") for clone in ("clone", "another"))
    try:
        assert moved.parent == other.parent == Path("/var/lib/chevet")
        assert moved != other
        assert system_account().can_enter(moved)
    finally:
        moved.rmdir()
        other.rmdir()


@pytest.mark.slow
@root_only
def test_programs_in_a_closed_folder_are_copied_beside_the_data(folder, tmp_path, monkeypatch):
    from chevet.kernel.embedded_postgres import binaries

    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    package = binaries._package_folder()
    for part in (package, package.with_name("embedded_postgres.libs")):
        (closed / part.name).symlink_to(part) if part.exists() else None
    monkeypatch.setattr(binaries, "_package_folder", lambda: closed / "embedded_postgres")
    with start(folder) as cluster:
        assert cluster.server.programs.is_relative_to(folder)
        assert ask(cluster, "SELECT 1") == [(1,)]


@pytest.mark.slow
@root_only
@pytest.mark.skipif(shutil.which("setpriv") is None, reason="setpriv is missing")
def test_an_ordinary_user_runs_a_server_of_their_own(folder):
    folder.mkdir(parents=True, exist_ok=True)
    os.chown(folder, 65534, 65534)
    command = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", sys.executable, "-c", JOIN, folder, "0"]
    if subprocess.run([*command[:4], sys.executable, "-c", ""], capture_output=True).returncode:
        pytest.skip("an ordinary user cannot read this Python")
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert (folder / "postgres" / "cluster").stat().st_uid == 65534
