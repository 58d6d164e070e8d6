import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("deals", "0013_gifts_of_teams"),
    ]

    operations = [
        migrations.AlterField(
            model_name="gift",
            name="team",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="gifts", to="accounts.team"
            ),
        ),
    ]
