"""A job is a row: what to do, how far it has come, and who is at it until when."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    QUEUED = "queued", _("Queued")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


OPEN_STATES = (JobState.QUEUED, JobState.RUNNING)


class JobQuerySet(models.QuerySet["Job"]):
    def due_at(self, now: datetime) -> "JobQuerySet":
        """Those a worker may take: waiting and their time has come, or left behind by a worker that died."""
        waiting = Q(state=JobState.QUEUED, not_before__lte=now)
        left_behind = Q(state=JobState.RUNNING, lease_until__lte=now)
        return self.filter(waiting | left_behind).order_by("created_at", "pk")


class Job(models.Model):
    """One piece of work. ``cursor`` is whatever the last finished step handed on; progress runs from 0 to 1."""

    kind = models.CharField(max_length=50)
    arguments: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    input_digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    cursor: "models.JSONField[Any, Any]" = models.JSONField(null=True, blank=True)
    progress = models.FloatField(default=0.0)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    worker = models.CharField(max_length=64, blank=True)
    error = models.TextField(blank=True)
    team = models.ForeignKey("accounts.Team", null=True, blank=True, on_delete=models.CASCADE, related_name="jobs")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="jobs"
    )
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=("state", "not_before"), name="job_waiting"),
            models.Index(fields=("team", "state"), name="job_of_team"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("input_digest",), condition=Q(state__in=("queued", "running")), name="one_open_job_a_digest"
            ),
        )
        ordering = ("created_at", "pk")

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} {self.state}"

    @property
    def is_open(self) -> bool:
        """Whether it still has work before it."""
        return self.state in OPEN_STATES
