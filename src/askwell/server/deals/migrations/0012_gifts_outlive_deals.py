import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("deals", "0011_objections_in_one_table"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="contact",
            name="official",
            field=models.BooleanField(blank=True, null=True, verbose_name="public official"),
        ),
        migrations.AddField(
            model_name="gift",
            name="deal_name",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="gift",
            name="team",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="gifts", to="accounts.team"
            ),
        ),
        migrations.AlterField(
            model_name="gift",
            name="deal",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="gifts", to="deals.deal"
            ),
        ),
        migrations.AlterField(
            model_name="gift",
            name="why",
            field=models.CharField(
                blank=True,
                choices=[
                    ("no_limit", "No limit is set in this currency"),
                    ("each", "Above the limit for one gift"),
                    ("year", "Above the limit for this person and year"),
                    ("official", "Nothing is given to a public official"),
                    ("award", "Nothing is given while an award is pending"),
                ],
                max_length=8,
            ),
        ),
        migrations.AddIndex(
            model_name="gift",
            index=models.Index(fields=["team", "-day", "-id"], name="deals_gift_team_id_b604a6_idx"),
        ),
        migrations.CreateModel(
            name="GiftDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("note", models.CharField(max_length=500)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "gift",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="decision", to="deals.gift"
                    ),
                ),
            ],
        ),
    ]
