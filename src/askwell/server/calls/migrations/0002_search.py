from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from askwell.server.calls.search_table import creating, dropping


def create(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in creating(editor.connection.vendor):
        editor.execute(statement)


def drop(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in dropping(editor.connection.vendor):
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("calls", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
