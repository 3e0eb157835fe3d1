"""What the commands print and how they end."""

import json

import pytest
from typer.testing import CliRunner

from chevet.interfaces.cli import diagnosis, environment
from chevet.interfaces.cli.main import app
from chevet.kernel import roles


def chevet(*arguments: str):
    return CliRunner().invoke(app, arguments)


def test_help_names_every_command():
    said = chevet("--help").stdout
    wanted = ["serve", "demo", "worker", "watchdog", "migrate", "doctor", "roles", "seed", "pathway", "clock", "keys"]
    assert [name for name in wanted if f" {name} " not in said] == []


def test_help_comes_without_django(monkeypatch):
    import subprocess
    import sys

    code = "import sys, chevet.interfaces.cli.main; print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_roles_prints_what_psql_reads():
    assert chevet("roles").stdout == roles.operator_script() + "\n"


def test_the_shipped_pathways_are_listed_for_scripts():
    child, adult, *_ = json.loads(chevet("pathway", "list", "--json").stdout)
    assert [(one["slug"], one["last_day"]) for one in (child, adult)] == [("covid-child", 14), ("covid-medical", 14)]


def test_check_finds_nothing_in_the_shipped_pathways():
    done = chevet("pathway", "check", "--json")
    assert (done.exit_code, json.loads(done.stdout)) == (0, [])


def test_a_faulty_pathway_file_is_refused_with_its_line(tmp_path):
    faulty = tmp_path / "faulty.yaml"
    faulty.write_text("slug: faulty\nversion: none\n")
    done = chevet("pathway", "check", str(faulty))
    assert done.exit_code == 1
    assert "faulty.yaml, line " in done.stderr


def test_an_sms_with_a_health_word_fails_the_check(tmp_path):
    from chevet.pathways.library import SHIPPED

    text = (SHIPPED / "covid-medical.yaml").read_text().replace("vos questions du jour", "votre Covid du jour")
    faulty = tmp_path / "covid-medical.yaml"
    faulty.write_text(text)
    done = chevet("pathway", "check", str(faulty), "--json")
    (problem, *_) = json.loads(done.stdout)
    assert (done.exit_code, problem["severity"], problem["place"]) == (1, "error", "texts.sms.reminder.fr")


def test_an_unknown_pathway_is_said():
    done = chevet("pathway", "show", "nowhere")
    assert (done.exit_code, "nowhere is neither a file nor one of covid-child, covid-medical" in done.stderr) == (
        1,
        True,
    )


def test_a_rehearsal_is_the_same_twice_and_covers_the_whole_length():
    asked = ["pathway", "simulate", "covid-medical", "--profile", "stable", "--start", "2027-03-20 08:00:00", "--json"]
    first = json.loads(chevet(*asked).stdout)
    assert first == json.loads(chevet(*asked).stdout)
    assert (first[0]["kind"], first[-1]["kind"], first[-1]["day"]) == ("message", "end", 14)
    assert first[0]["at"].startswith("2027-03-20T08:01:00+01:00")


@pytest.mark.parametrize(
    "asked", [("covid-medical",), ("covid-child",), ("covid-medical", "--profile", "deteriorating")]
)
def test_a_rehearsal_is_told_in_days(asked):
    """By default of somebody whose age the pathway admits."""
    done = chevet("pathway", "simulate", *asked, "--start", "2027-03-20 08:00:00")
    assert done.exit_code == 0
    assert ("2027-03-20  day 1\n" in done.stdout, "2027-04-02  day 14" in done.stdout) == (True, True)


def test_an_unknown_profile_names_the_known_ones():
    done = chevet("pathway", "simulate", "covid-medical", "--profile", "nobody")
    assert (done.exit_code, "stable" in done.stderr) == (1, True)


@pytest.mark.parametrize("length", ["1", "d", "-1d", "1w", ""])
def test_a_length_of_time_that_is_not_one_is_refused(length):
    done = chevet("clock", "advance", "--", length)
    assert (done.exit_code, "is not a length of time" in done.stderr) == (1, True)


def test_the_clock_goes_forward_and_never_back(db):
    assert json.loads(chevet("clock", "show", "--json").stdout)["ahead_seconds"] == 0
    assert json.loads(chevet("clock", "advance", "1d", "--json").stdout)["ahead_seconds"] == 86400
    back = chevet("clock", "set", "2020-01-01T00:00")
    assert (back.exit_code, back.stderr.count("\n")) == (1, 1)


def test_migrating_twice_applies_nothing_the_second_time(own_database):
    done = chevet("migrate", "--json")
    assert (done.exit_code, json.loads(done.stdout)) == (0, {"applied": []})


def test_a_database_that_is_gone_is_a_sentence(own_database):
    import psycopg

    with psycopg.connect(own_database.superuser.replace(own_database.name, "postgres"), autocommit=True) as admin:
        admin.execute(f"ALTER DATABASE {own_database.name} ALLOW_CONNECTIONS false")
    done = chevet("migrate")
    assert done.exit_code == 1
    assert done.stderr.splitlines()[-1].startswith("The database does not answer: ")


def test_the_running_demonstration_is_found_by_other_terminals(tmp_path, monkeypatch):
    monkeypatch.setenv("CHEVET_DATA", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL")
    note = environment.remember({"CHEVET_DATA": str(tmp_path), "DATABASE_URL": "postgresql:///demo"})
    assert note.stat().st_mode & 0o777 == 0o600
    environment.prepare_django()
    import os

    assert os.environ["DATABASE_URL"] == "postgresql:///demo"


class TestDoctor:
    """Each complaint beside the healthy state that it comes from."""

    def states(self) -> dict[str, str]:
        return {symptom.name: symptom.state for symptom in diagnosis.examine()}

    def test_a_healthy_installation_has_no_complaint(self, own_database, settings):
        settings.SMS_GATEWAY, settings.REGULATORY_STATUS = "gateway", "declared"
        settings.MAILERS = {"default": {"OPTIONS": {"host": "mail.example", "port": 25}}}
        settings.HTTPS, settings.MOVABLE_CLOCK, settings.SITE_URL = True, False, "https://site.example"
        states = self.states()
        states.pop("durability")  # the tests' server forgets on purpose
        assert set(states.values()) == {"fine"}

    def test_a_server_that_may_forget_is_refused(self, own_database):
        assert self.states()["durability"] == "wrong"

    def test_a_fallen_wall_is_named(self, own_database):
        from django.db import connections

        assert self.states()["walls"] == "fine"
        with connections["owner"].cursor() as cursor:
            cursor.execute("ALTER TABLE team NO FORCE ROW LEVEL SECURITY")
        (walls,) = [symptom for symptom in diagnosis.examine() if symptom.name == "walls"]
        assert (walls.state, "forced on team." in walls.sentence) == ("wrong", True)

    def test_providers_of_payment_are_never_said_to_be_fine(self, own_database, settings):
        from tests.fixtures.care import make_place
        from tests.usecases.acts_of_payments import switch_on

        assert "payments" not in self.states()
        place = make_place()
        switch_on(place)
        assert self.states()["payments"] == "notice"
        settings.DEMO = True
        switch_on(place, provider="rehearsal", settings={})
        assert "payments" not in self.states()
        settings.DEMO = False
        assert self.states()["payments"] == "wrong"

    def test_the_owner_is_no_application(self, own_database):
        from tests.fixtures.database import point

        assert self.states()["roles"] == "fine"
        point("default", own_database.owner)
        assert self.states()["roles"] == "wrong"

    def test_an_unapplied_migration_is_wrong(self, own_database):
        from django.db import connections

        with connections["owner"].cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations WHERE app = 'organisations'")
        assert self.states()["migrations"] == "wrong"

    def test_a_moved_clock_is_wrong_where_it_cannot_move(self, own_database, settings):
        chevet("clock", "advance", "1h")
        assert self.states()["clock"] == "notice"
        settings.MOVABLE_CLOCK = False
        assert self.states()["clock"] == "wrong"

    def test_keys_that_others_can_read_are_wrong(self, own_database, settings, tmp_path):
        from chevet.kernel.keyring import create_missing

        create_missing(tmp_path / "keys")
        settings.CHEVET_KEYS = tmp_path / "keys"
        assert self.states()["keys"] == "fine"
        (tmp_path / "keys" / "derive.secret").chmod(0o640)
        assert self.states()["keys"] == "wrong"

    def test_a_lost_key_is_wrong(self, own_database, settings, tmp_path):
        from chevet.kernel.keyring import create_missing

        create_missing(tmp_path / "keys")
        settings.CHEVET_KEYS = tmp_path / "keys"
        (tmp_path / "keys" / "medical-0001.key").unlink()
        assert self.states()["keys"] == "wrong"

    def test_the_report_ends_with_one_when_something_is_wrong(self, own_database):
        done = chevet("doctor", "--json")
        assert done.exit_code == 1
        assert {"name", "state", "sentence", "remedy"} == set(json.loads(done.stdout)[0])


def test_the_key_of_notifications_is_made_once_beside_the_others(settings, tmp_path, monkeypatch):
    monkeypatch.setattr("chevet.interfaces.cli.keys.prepare_django", lambda: None)
    settings.CHEVET_KEYS = tmp_path
    first, again = chevet("keys", "push"), chevet("keys", "push")
    assert (first.exit_code, again.exit_code) == (0, 0)
    assert first.output == again.output, "an existing key is never replaced"
    assert (tmp_path / "push.secret").stat().st_mode & 0o777 == 0o600
    assert len((tmp_path / "push.secret").read_bytes()) == 32
