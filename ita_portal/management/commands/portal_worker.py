"""`portal_worker`: the background worker, which also ends edits in the history, completes proofs, checks links,
makes papers, reminds people and sends mails."""

import logging
import threading
from argparse import ArgumentParser
from typing import Any

from django.db import DatabaseError, connection
from django_tasks_db.management.commands import db_worker

from ita_portal.link_worker import check_links
from ita_portal.mail_worker import send_mails
from ita_portal.paper_worker import make_papers
from measures.clock import database_now
from measures.history import close_old_sittings
from measures.proofs import fill_pending
from reports.publishing import freeze_missing

logger = logging.getLogger(__name__)
MINUTE = 60.0
# What a sweep needs at most to end; the process may go without it, for what it did not finish is undone.
PATIENCE = 5.0


def sweep(stop: threading.Event, every: float) -> None:
    """Close old sittings, complete proofs and freeze what was published otherwise, now and every so many seconds,
    until `stop` is set.

    A database away is tried again.
    """
    while not stop.is_set():
        try:
            close_old_sittings(database_now())
            fill_pending(database_now())
            freeze_missing()
        except DatabaseError:
            logger.exception("Old sittings could not be closed; next try in %s s", every)
        finally:
            # Nothing is kept open over the pause: a database that restarts is found again.
            connection.close()
        stop.wait(every)


class Command(db_worker.Command):
    """Exit 0: asked to stop (SIGTERM, SIGINT). Takes the options of `db_worker`; all queues unless told otherwise."""

    help = "ทำงานเบื้องหลังทุกคิว ตรวจลิงก์หลักฐาน จัดทำเอกสาร ส่งอีเมล และบันทึกประวัติของการแก้ไขที่ผ่านไปเกินสิบนาทีทุกนาที"

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--sweep-interval", type=float, default=MINUTE, help="seconds between two sweeps")
        parser.add_argument("--no-links", action="store_true", help="leave the links to other workers")
        parser.add_argument("--no-papers", action="store_true", help="leave the papers to other workers")
        parser.add_argument("--no-mails", action="store_true", help="leave reminders and mails to other workers")
        parser.set_defaults(queue_name="*", reload=False)

    def handle(self, *args: Any, **options: Any) -> None:
        stop, every = threading.Event(), options.pop("sweep_interval")
        beside = [threading.Thread(target=sweep, args=(stop, every), name="sweeper", daemon=True)]
        if not options.pop("no_links"):
            beside.append(threading.Thread(target=check_links, args=(stop,), name="links", daemon=True))
        if not options.pop("no_papers"):
            beside.append(threading.Thread(target=make_papers, args=(stop,), name="papers", daemon=True))
        if not options.pop("no_mails"):
            beside.append(threading.Thread(target=send_mails, args=(stop,), name="mails", daemon=True))
        for thread in beside:
            thread.start()
        try:
            super().handle(*args, **options)
        finally:
            stop.set()
            for thread in beside:
                thread.join(PATIENCE)
