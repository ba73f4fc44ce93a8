"""A link checker to be killed: `python -m evidence.tests.killed_worker PORT`. Checks until it is ended from outside."""

import datetime as dt
import os
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ita_portal.settings")


def main() -> None:
    """Check what is due on this machine's port, with leases of a second, for ever."""
    import django

    django.setup()
    from django.utils import timezone

    from evidence.tests.checking import own_checker

    checker = own_checker(int(sys.argv[1]), lease=dt.timedelta(seconds=1), at_once=16)
    print("ready", flush=True)  # noqa: T201 - the test waits for it
    while True:
        checker.take(timezone.now(), checker.at_once - len(checker))
        if checker.turn(0.02) == 0 and not len(checker):
            time.sleep(0.01)


if __name__ == "__main__":
    main()
