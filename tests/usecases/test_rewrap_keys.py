"""A rotation changes what wraps the keys, never what they open."""

import shutil

import pytest

from chevet.kernel.keyring import keyring
from chevet.kernel.models import DataKey
from chevet.kernel.sealing import open_record
from chevet.kernel.tenancy import acting
from chevet.people.models import Patient
from chevet.people.operations import PROFILE
from chevet.usecases.rewrap_keys import rotate_family
from tests.fixtures.care import NOON


@pytest.fixture
def own_keys(settings, tmp_path):
    """A folder of keys of this test's own."""
    settings.CHEVET_KEYS = shutil.copytree(settings.CHEVET_KEYS, tmp_path / "keys")
    keyring.cache_clear()
    yield settings.CHEVET_KEYS
    keyring.cache_clear()


def test_a_record_opens_with_the_new_generation_alone(own_keys, patient):
    rewrapped = rotate_family(family="medical", machine_now=NOON)
    (own_keys / "medical-0001.key").unlink()
    keyring.cache_clear()
    with acting(patient.place.scope):
        key, row = DataKey.objects.get(), Patient.objects.get()
        assert (rewrapped, key.generation) == (1, 2)
        assert open_record(key).open(PROFILE, row.profile)["address"] == "3 rue des Lilas, 69003 Lyon"
