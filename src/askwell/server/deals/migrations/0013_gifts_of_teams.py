"""Gifts get the team and the name of their deal; decisions on them leave the decisions of the deal, to outlive it."""

from django.db import migrations


def fill(apps, _schema_editor):
    Gift, Decision, Kept = (apps.get_model("deals", name) for name in ("Gift", "DealDecision", "GiftDecision"))
    for gift in Gift.objects.select_related("deal").iterator():
        Gift.objects.filter(pk=gift.pk).update(team=gift.deal.team_id, deal_name=gift.deal.name)
    for row in list(Decision.objects.filter(kind="gift").order_by("pk")):
        if Gift.objects.filter(pk=row.value["gift"]).exists():
            kept = Kept.objects.create(gift_id=row.value["gift"], author_id=row.author_id, note=row.value["note"][:500])
            Kept.objects.filter(pk=kept.pk).update(created_at=row.created_at)
        row.delete()


class Migration(migrations.Migration):
    dependencies = [
        ("deals", "0012_gifts_outlive_deals"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
