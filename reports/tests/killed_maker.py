"""A maker of papers to be killed: `python -m reports.tests.killed_maker [setup COUNT]`.

With "setup": makes COUNT rounds of two agencies and orders the bundle of each. Else makes papers until it is ended.
"""

import datetime as dt
import os
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ita_portal.settings")
LEASE = dt.timedelta(seconds=4)


def setup(count: int) -> None:
    """Make the rounds and order their bundles."""
    from django.utils import timezone

    from agencies.models import Agency, Membership, Province, User
    from measures.models import Plan, Result, Round, RoundMeasure, Submission
    from reports.bundles import Choice
    from reports.jobs import kinds, queue

    queue.AT_ONCE = count
    home = Province.objects.create(code="zz", name="ทดสอบบุรี", name_en="Test")
    user = User.objects.create(username="reviewer", password="!")
    Membership.objects.create(user=user, role="reviewer", province=home)
    for number in range(count):
        plan = Plan.objects.create(province=home, fiscal_year=2560 + number)
        round_ = Round.objects.create(plan=plan, kind="12", state="L")
        row = RoundMeasure.objects.create(round=round_, indicator=1, label="1", text="มาตรการ")
        for name in ("ก", "ข"):
            agency, _made = Agency.objects.get_or_create(province=home, name=name)
            submission = Submission.objects.create(round=round_, agency=agency, state="A")
            Result.objects.create(submission=submission, measure=row, answer="done", text=f"ผล {name} {number}")
        choice = Choice(round_.pk, ("agency_measures",))
        queue.order(user, kinds.bundle_order(user, round_, choice), timezone.now())


def work() -> None:
    """Make what is ordered, for ever."""
    from reports.jobs import queue
    from reports.jobs.working import Maker

    # the test kills more often than a job may be begun in vain
    queue.TRIES = 10_000
    maker = Maker(lease=LEASE)
    print("ready", flush=True)  # noqa: T201 - the test waits for it
    while True:
        if maker.work_once() is None:
            time.sleep(0.05)


def main() -> None:
    """Do what the arguments say."""
    import django

    django.setup()
    if sys.argv[1:2] == ["setup"]:
        setup(int(sys.argv[2]))
    else:
        work()


if __name__ == "__main__":
    main()
