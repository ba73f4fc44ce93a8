"""What was there when a report was sent, ready to be shown: 2 queries, whatever the number of links."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from evidence.chips import LOOKS, why
from evidence.choices import Reach
from evidence.models import LinkCheck
from evidence.urls import canonical, readable
from measures.grouping import number_at
from measures.models import EvidenceProof, Result, Submission


@dataclass(frozen=True)
class Proof:
    """A link as sent and what the check beside it saw. `check`: None while none was made yet."""

    typed: str
    is_address: bool
    check: LinkCheck | None
    excerpt: str
    before: bool

    @property
    def shown(self) -> str:
        """Return the link as a person reads it."""
        return readable(self.typed)

    @property
    def words(self) -> str:
        """Return what was found."""
        if not self.is_address:
            return _("ไม่ใช่ที่อยู่เว็บไซต์")
        return str(Reach(self.check.reach).label) if self.check else _("ยังไม่มีผลตรวจ ณ วันที่ส่ง")

    @property
    def look(self) -> tuple[str, str]:
        """Return (tone, icon) of the chip."""
        if self.check is None:
            return ("mute", "hourglass") if self.is_address else ("warn", "warn")
        return LOOKS[Reach(self.check.reach)]

    @property
    def why(self) -> str:
        """Return what stands behind it in words, or ""."""
        return why(self.check.detail) if self.check else ""

    @property
    def final(self) -> str:
        """Return the address that the link led to, where that was another one."""
        final = self.check.final_url if self.check else ""
        return "" if final == canonical(self.typed) else readable(final)


def proofs_of(submission: Submission, *, result: Result | None = None) -> list[tuple[str, tuple[Proof, ...]]]:
    """Return the proofs of the last sending by measure ("1.4"), in the report's order; of one result where given."""
    if submission.submitted_at is None:
        return []
    rows = EvidenceProof.objects.filter(submission=submission, sent_at=submission.submitted_at)
    if result is not None:
        rows = rows.filter(result=result)
    found = list(
        rows.select_related("check_seen", "link", "result__measure").order_by(
            number_at("result__measure__"), "result__measure__order", "result_id", "pk"
        )
    )
    words = _excerpts([row.check_seen for row in found if row.check_seen])
    by_measure: dict[str, list[Proof]] = {}
    for row in found:
        proof = _proof(row, words, row.sent_at)
        by_measure.setdefault(str(row.result.measure), []).append(proof)
    return [(measure, tuple(proofs)) for measure, proofs in by_measure.items()]


def _proof(row: EvidenceProof, words: dict[tuple[int, str], str], sent_at: dt.datetime) -> Proof:
    check = row.check_seen
    excerpt = (check.excerpt or words.get((check.page_id, check.content_hash), "")) if check else ""
    return Proof(row.link.typed, bool(row.link.url), check, excerpt, bool(check and check.at <= sent_at))


def _excerpts(checks: Sequence[LinkCheck]) -> dict[tuple[int, str], str]:
    """Return the first words of pages by (page, content hash): kept once for each content (checking.kept)."""
    bare = [check for check in checks if check.content_hash and not check.excerpt]
    if not bare:
        return {}
    same = LinkCheck.objects.filter(
        page__in={check.page_id for check in bare}, content_hash__in={check.content_hash for check in bare}
    )
    rows = same.exclude(excerpt="").order_by("at").values_list("page", "content_hash", "excerpt")
    return {(page, digest): excerpt for page, digest, excerpt in rows}
