"""Putting a job into the queue, and taking it up again."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from askwell.server.accounts.models import Team, User
from askwell.server.jobs.models import OPEN_STATES, Job, JobState


def digest_of(kind: str, arguments: Mapping[str, Any]) -> str:
    """The SHA-256 of a kind and its arguments, the same whatever their order."""
    canonical = json.dumps([kind, arguments], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def enqueue(
    kind: str,
    arguments: Mapping[str, Any],
    *,
    team: Team | None = None,
    user: User | None = None,
    now: datetime | None = None,
) -> Job:
    """Queue a job; while the same one (same kind, same arguments) is open, that one is returned instead.

    Call it in the transaction that makes the job necessary: both are kept or neither.
    """
    now, digest = now or timezone.now(), digest_of(kind, arguments)
    already = Job.objects.filter(input_digest=digest, state__in=OPEN_STATES).first()
    if already:
        return already
    fresh = Job(kind=kind, arguments=dict(arguments), input_digest=digest, team=team, created_by=user)
    fresh.created_at = fresh.not_before = now
    try:
        with transaction.atomic():
            fresh.save(force_insert=True)
    except IntegrityError:
        return Job.objects.get(input_digest=digest, state__in=OPEN_STATES)
    return fresh


def retry(job: Job, now: datetime) -> None:
    """Give a failed job a new start from where it stopped."""
    Job.objects.filter(pk=job.pk, state=JobState.FAILED).update(
        state=JobState.QUEUED, attempts=0, error="", not_before=now, finished_at=None
    )
