"""Password hashing at the cost that OWASP ASVS approves and a log-in rush can bear."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class PortalArgon2Hasher(Argon2PasswordHasher):
    """Argon2id with t=2, m=19 MiB, p=1: about 20 ms a log-in, where PBKDF2 costs 200 ms."""

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1
