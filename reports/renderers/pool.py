"""Several papers at once: a few engines, each a process of its own, for the worker that makes bundles."""

import queue
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

from reports.document import Document
from reports.renderers import pdf
from reports.renderers.engine import Engine

PROCESSES = 2
TICK = 2.0  # seconds between two calls of `tick` at most


class Pool:
    """Lays out papers with `processes` engines; used by one thread."""

    def __init__(self, processes: int = PROCESSES) -> None:
        self.engines = [Engine() for _ in range(processes)]

    def render_all(
        self, documents: Sequence[Document], tick: Callable[[], None] = lambda: None, *, accessible: bool = False
    ) -> Iterator[tuple[int, bytes]]:
        """Yield (place in `documents`, PDF), whichever is finished first; `tick` is called while it waits.

        Raises PdfError of the first paper that fails, and whatever `tick` raises; the others are dropped then.
        """
        work = self._work(accessible=accessible)
        crew = ThreadPoolExecutor(len(self.engines), thread_name_prefix="papers")
        places: dict[Future[bytes], int] = {}
        try:
            # a few ahead of the engines: hundreds of pages of HTML need not wait in memory
            ahead = iter(enumerate(documents))
            waiting = True
            while waiting or places:
                while waiting and len(places) < 2 * len(self.engines):
                    following = next(ahead, None)
                    if following is None:
                        waiting = False
                    else:
                        places[crew.submit(work, following[1])] = following[0]
                ready, _rest = wait(places, timeout=TICK, return_when=FIRST_COMPLETED)
                tick()
                for future in ready:
                    yield places.pop(future), future.result()
        except BaseException:
            for future in places:
                future.cancel()
            self.kill()
            raise
        finally:
            crew.shutdown(wait=True, cancel_futures=True)

    def _work(self, *, accessible: bool) -> Callable[[Document], bytes]:
        """Lays out a paper with whichever engine is free."""
        free: queue.SimpleQueue[Engine] = queue.SimpleQueue()
        for engine in self.engines:
            free.put(engine)

        def work(document: Document) -> bytes:
            engine = free.get()
            try:
                return pdf.render(document, accessible=accessible, engine=engine)
            finally:
                free.put(engine)

        return work

    def kill(self) -> None:
        """End the processes now, also in the middle of a paper; they start again when wanted."""
        for engine in self.engines:
            engine.kill()

    def close(self) -> None:
        """End the processes."""
        for engine in self.engines:
            engine.close()
