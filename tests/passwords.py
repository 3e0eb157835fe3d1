from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickArgon2(Argon2PasswordHasher):
    """The product's format at the lowest cost; a site started beside the tests can verify it."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1
