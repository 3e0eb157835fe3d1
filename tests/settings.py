"""The product's own settings, with data and keys of their own and connections that nobody keeps."""

import os
from pathlib import Path

from chevet.kernel.embedded_postgres import reachable_folder
from chevet.kernel.keyring import create_missing

DATA = reachable_folder(Path(__file__).resolve().parent.parent / "var" / "test")
KEYS = DATA / "keys"
create_missing(KEYS)

os.environ |= {
    "CHEVET_DATA": str(DATA),
    "CHEVET_KEYS": str(KEYS),
    "CHEVET_MOVABLE_CLOCK": "1",
    "CHEVET_DEMO": "",
    "DATABASE_URL": "postgresql:///nothing-before-the-fixture",
    "DATABASE_OWNER_URL": "postgresql:///nothing-before-the-fixture",
}

from config.settings import *  # noqa: E402, F403
from config.settings import DATABASES  # noqa: E402

for _database in DATABASES.values():
    _database["CONN_MAX_AGE"] = 0  # one that is kept would keep clones busy after their test

PASSWORD_HASHERS = ["tests.passwords.QuickArgon2", "django.contrib.auth.hashers.Argon2PasswordHasher"]
