"""What reports keep: orders for papers, rendered pieces, issued papers, what was published."""

from reports.models.issued import IssuedFile, IssuedReport
from reports.models.job import JobState, PaperJob, PaperPiece
from reports.models.publication import Publication, PublicFile

__all__ = ["IssuedFile", "IssuedReport", "JobState", "PaperJob", "PaperPiece", "PublicFile", "Publication"]
