"""`chevet audit verify` finds a whole journal whole, and says where it was touched."""

import time

import psycopg
from typer.testing import CliRunner

from chevet.interfaces.cli.main import app
from chevet.usecases.seal_journal import seal_journal
from tests.usecases.stages import AT, sealing


def verify():
    return CliRunner().invoke(app, ["audit", "verify"])


def test_a_sealed_journal_is_whole_until_a_line_is_changed(own_database):
    stage = sealing()
    assert any(seal_journal(machine_now=AT, closing=stage.closing) or time.sleep(0.1) for _ in range(50))
    whole = verify()
    assert (whole.exit_code, whole.output.strip()) == (0, "The journal is whole.")
    with psycopg.connect(own_database.superuser) as intruder:
        intruder.execute("UPDATE journal SET actor = 'somebody:else' WHERE id = (SELECT min(id) FROM journal)")
    touched = verify()
    assert (touched.exit_code, "whole" in touched.output) == (1, False)
