"""Only the objections the coder was sure of stay in their index, and each call says how many it has."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce


def keep_the_sure(apps: Any, _editor: Any) -> None:
    rows = apps.get_model("deals", "ObjectionIndex").objects
    rows.filter(sure=False).delete()
    own = rows.filter(call=OuterRef("call")).order_by().values("call").annotate(n=Count("pk")).values("n")
    apps.get_model("deals", "ObjectionsRead").objects.update(heard=Coalesce(Subquery(own), 0))


class Migration(migrations.Migration):
    dependencies = [("calls", "0004_units_by_call_and_code"), ("deals", "0014_gift_team_required")]

    operations = [
        migrations.AddField("objectionsread", "heard", models.PositiveIntegerField(default=0)),
        migrations.RunPython(keep_the_sure, migrations.RunPython.noop),
        migrations.RemoveField("objectionindex", "sure"),
        migrations.AlterField(
            "objectionindex",
            "call",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="objections",
                to="calls.call",
            ),
        ),
        migrations.AlterField("objectionindex", "concern", models.CharField(blank=True, max_length=12)),
        migrations.AddIndex(
            "objectionindex", models.Index(fields=["call", "kind", "concern"], name="deals_objec_call_id_008c36_idx")
        ),
        migrations.AddIndex(
            "objectionindex", models.Index(fields=["kind", "concern", "call"], name="deals_objec_kind_f75fd6_idx")
        ),
    ]
