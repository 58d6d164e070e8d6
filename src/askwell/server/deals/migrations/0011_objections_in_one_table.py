"""What was kept of objections in two tables stands in one; what was not sorted yet is read again."""

from typing import Any

from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def keep_sorts(apps: Any, _editor: Any) -> None:
    rows, sorts = apps.get_model("deals", "ObjectionIndex").objects, apps.get_model("deals", "ObjectionSort").objects
    own = sorts.filter(objection=OuterRef("pk"))
    told = {name: Subquery(own.values(name)[:1]) for name in ("kind", "cause", "sure")}
    rows.filter(pk__in=sorts.values("objection")).update(**told)
    unsorted = rows.exclude(pk__in=sorts.values("objection")).values("call")
    apps.get_model("deals", "ObjectionsRead").objects.filter(call__in=unsorted).delete()
    apps.get_model("jobs", "Job").objects.filter(kind__in=("sort_objections", "sort_objections_daily")).delete()


class Migration(migrations.Migration):
    dependencies = [("deals", "0010_sellers_place"), ("jobs", "0001_initial")]

    operations = [
        migrations.AddField("objectionindex", "kind", models.CharField(blank=True, max_length=16)),
        migrations.AddField("objectionindex", "cause", models.CharField(blank=True, max_length=16)),
        migrations.AddField("objectionindex", "sure", models.BooleanField(default=True)),
        migrations.RunPython(keep_sorts, migrations.RunPython.noop),
        migrations.DeleteModel("ObjectionSort"),
    ]
