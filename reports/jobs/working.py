"""The worker's side: take a job, make it, tell how far it is; and lay out approved reports before anybody asks."""

import datetime as dt
import logging
from collections.abc import Callable

from django.db import DatabaseError
from django.utils import timezone

from measures.choices import State
from measures.models import Submission
from reports import pieces
from reports.jobs import kinds, queue
from reports.models import PaperJob
from reports.registry import form
from reports.renderers.engine import PdfError
from reports.renderers.pool import Pool
from reports.selectors import subject_of
from thai.wording import gettext_noop

logger = logging.getLogger(__name__)
TOLD = dt.timedelta(seconds=0.5)  # how often progress is written at most
RECENT = dt.timedelta(days=7)  # reports approved since then are laid out after a restart or a new release
STUMBLED = gettext_noop("จัดทำไม่สำเร็จเพราะระบบขัดข้อง โปรดลองใหม่ ถ้ายังไม่สำเร็จโปรดแจ้งผู้ดูแลระบบ")


class AskedToStop(RuntimeError):
    """The worker is asked to end; what it holds goes back into the queue."""


class Maker:
    """One worker: its engines, and what it has laid out ahead. Used by one thread.

    stopping: says whether the worker is asked to end. clock: now.
    """

    def __init__(
        self,
        *,
        stopping: Callable[[], bool] = lambda: False,
        clock: Callable[[], dt.datetime] = timezone.now,
        lease: dt.timedelta = queue.LEASE,
        pool: Pool | None = None,
    ) -> None:
        self.pool, self.stopping, self.clock, self.lease = pool or Pool(), stopping, clock, lease
        self._ready: dict[int, dt.datetime | None] = {}  # submission → the approval that is laid out

    def work_once(self) -> PaperJob | None:
        """Take one job and make it; return it as it is then, None where nothing waits."""
        job = queue.claim(self.clock(), self.lease)
        if job is None:
            return None
        try:
            name, content = kinds.make(job, self.pool, self._beat(job))
            queue.finish(job, name, content, self.clock())
        except queue.Lost:
            logger.info("Job %s was cancelled or taken by another worker", job.pk)
        except AskedToStop:
            self._quietly(queue.give_back, job)
        except (kinds.Refused, PdfError) as problem:
            self._quietly(queue.fail, job, str(problem), self.clock())
        except DatabaseError:
            raise
        except Exception:
            logger.exception("Job %s stumbled", job.pk)
            self._quietly(queue.fail, job, STUMBLED, self.clock())
        job.refresh_from_db()
        return job

    def lay_out_one(self) -> Submission | None:
        """Lay out form A of one report that was approved lately and is not kept; return it, None where all are."""
        now = self.clock()
        approved = Submission.objects.filter(state=State.APPROVED, approved_at__gte=now - RECENT)
        for pk, approved_at in approved.order_by("approved_at").values_list("pk", "approved_at"):
            if self._ready.get(pk) == approved_at:
                continue
            submission = Submission.objects.with_context().get(pk=pk)
            try:
                self._lay_out(submission)
            except DatabaseError:
                raise
            except Exception:
                # the paper itself says what is wrong when somebody asks for it; those after it must not wait for it
                logger.warning("Report %s could not be laid out ahead", pk, exc_info=True)
            self._ready[pk] = approved_at
            return submission
        return None

    def _lay_out(self, submission: Submission) -> None:
        document = form("agency_measures").document(subject_of(submission))
        key = pieces.key_of(document)
        if not pieces.is_kept(key):
            for _place, content in self.pool.render_all([document], self._stop_if_asked):
                pieces.keep(key, content)

    def sweep(self) -> None:
        """Drop old results and pieces that nobody wanted for long."""
        queue.sweep_jobs(self.clock())
        queue.sweep_leftovers(self.clock())
        pieces.sweep_pieces(self.clock())

    def close(self) -> None:
        """End the engines."""
        self.pool.close()

    def _beat(self, job: PaperJob) -> Callable[..., None]:
        told: list[tuple[dt.datetime, str]] = []

        def beat(lease: dt.timedelta = self.lease) -> None:
            """Hold the job on; for longer than usual before a step that has no turns in between."""
            self._stop_if_asked()
            now = self.clock()
            if told and told[-1][1] == job.saying and now - told[-1][0] < TOLD:
                return
            told[:] = [(now, job.saying)]
            queue.tell(job, now, lease=lease)

        return beat

    def _stop_if_asked(self) -> None:
        if self.stopping():
            raise AskedToStop

    def _quietly(self, write: Callable[..., None], *words: object) -> None:
        """Write how a job ended; one that is not ours any more needs no word."""
        try:
            write(*words)
        except queue.Lost:
            logger.info("A job ended after it was cancelled or taken by another worker")
