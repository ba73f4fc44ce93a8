"""What was published: frozen once and for all, so that later drafts never change a public page."""

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from evidence.choices import FileKind
from reports.querysets import PublicationQuerySet, PublicFileQuerySet

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager

    from agencies.models import Agency, Province


class Publication(models.Model):
    """One version of what an agency, or a province as a whole, shows the public of a round.

    `version` counts through the owner's fiscal year: the 6-month round is version 1, the 12-month round version 2, a
    correction of either version 3. The page of version N shows, of each round, the newest publication up to N. `data`
    is what reports.freezing allowed to be public at `published_at`, `sha256` its hash; neither is ever written again.
    `previous` is the publication of the same round and owner that this one takes the place of. `withdrawn_at`: what
    stood there had to go (personal data); the row stays, nobody is shown it.
    """

    round = models.ForeignKey("measures.Round", models.PROTECT, related_name="publications")
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, null=True, blank=True, related_name="publications")
    province = models.ForeignKey(
        "agencies.Province", models.PROTECT, null=True, blank=True, related_name="publications"
    )
    fiscal_year = models.PositiveSmallIntegerField("ปีงบประมาณ พ.ศ.")
    version = models.PositiveSmallIntegerField("ฉบับที่")
    previous = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="following")
    published_at = models.DateTimeField("เผยแพร่เมื่อ")
    note = models.TextField("สิ่งที่แก้ไข", blank=True)
    data = models.JSONField()
    sha256 = models.CharField(max_length=64)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = PublicationQuerySet.as_manager()

    if TYPE_CHECKING:
        files: RelatedManager["PublicFile"]

    class Meta:
        ordering = ["-fiscal_year", "-version"]
        verbose_name = "ข้อมูลที่เผยแพร่"
        constraints = [
            models.CheckConstraint(
                name="published_of_one_owner",
                condition=Q(agency__isnull=False, province__isnull=True)
                | Q(agency__isnull=True, province__isnull=False),
            ),
            models.UniqueConstraint(fields=["agency", "fiscal_year", "version"], name="version_once_an_agency_year"),
            models.UniqueConstraint(fields=["province", "fiscal_year", "version"], name="version_once_a_province_year"),
        ]
        indexes = [models.Index(fields=["round", "published_at"], name="published_of_a_round")]

    def __str__(self) -> str:
        return f"{self.owner} {self.fiscal_year} v{self.version}"

    @property
    def owner(self) -> "Agency | Province":
        """Return whose it is."""
        found = self.agency or self.province
        assert found is not None  # published_of_one_owner
        return found


def public_name(file: "PublicFile", _filename: str) -> str:
    """Return a random name inside the storage."""
    name = uuid.uuid4().hex
    return f"public/{name[:2]}/{name}.{'pdf' if file.kind == FileKind.PDF else 'jpg'}"


class PublicFile(models.Model):
    """A copy of a file that was marked public when its report was frozen: the agency may delete its own meanwhile.

    Several versions may share the same bytes (`file` and `thumbnail` name them). What the person called the file is
    not kept: it may name somebody.
    """

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="files")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=5, choices=FileKind)
    caption = models.CharField(max_length=300, blank=True)
    file = models.FileField(upload_to=public_name, max_length=120)
    thumbnail = models.FileField(upload_to=public_name, max_length=120, blank=True)
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, db_index=True)

    objects = PublicFileQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        verbose_name = "ไฟล์ที่เผยแพร่"
        constraints = [models.UniqueConstraint(fields=["publication", "number"], name="number_once_a_publication")]

    def __str__(self) -> str:
        return f"{self.publication_id} #{self.number}"
