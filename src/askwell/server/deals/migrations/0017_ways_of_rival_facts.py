"""How a fact about a rival is known was written before from whom, in the language of entry; it becomes an id."""

from django.db import migrations

BETWEEN = " · "
WAYS = {
    "Documents": "rival_source.documents",
    "资料": "rival_source.documents",
    "Media": "rival_source.media",
    "媒体": "rival_source.media",
    "Product analysis": "rival_source.product_analysis",
    "产品分析": "rival_source.product_analysis",
    "Asking customers": "rival_source.asking_customers",
    "客户打探": "rival_source.asking_customers",
    "Friends and relatives": "rival_source.friends",
    "亲朋打探": "rival_source.friends",
    "Talking to the rival directly": "rival_source.direct_talk",
    "直接沟通": "rival_source.direct_talk",
    "Superiors": "rival_source.superiors",
    "上级": "rival_source.superiors",
    "Suppliers": "rival_source.suppliers",
    "供应商": "rival_source.suppliers",
    "Design institutes": "rival_source.design_institutes",
    "设计单位": "rival_source.design_institutes",
    "Industry authorities": "rival_source.authorities",
    "行业管理部门": "rival_source.authorities",
    "Posing as a customer": "rival_source.posing_as_customer",
    "假扮客户": "rival_source.posing_as_customer",
    "Trade fairs": "rival_source.trade_fairs",
    "展会": "rival_source.trade_fairs",
    "Recruiting": "rival_source.recruiting",
    "招聘": "rival_source.recruiting",
    "While competing for orders": "rival_source.competing",
    "打单过程": "rival_source.competing",
    "Asking third parties": "rival_source.third_parties",
    "第三方打探": "rival_source.third_parties",
    "Agents and channels": "rival_source.channels",
    "代理渠道": "rival_source.channels",
    "Insiders": "rival_source.insiders",
    "内线": "rival_source.insiders",
    "Planted mole": "rival_source.planted_mole",
    "卧底": "rival_source.planted_mole",
}
"""What the codebook called each way when these facts were written."""


def tell_apart(apps, _schema_editor):
    Fact = apps.get_model("deals", "RivalFact")
    for fact in Fact.objects.filter(way="").iterator():
        name, _, whom = fact.source.partition(BETWEEN)
        if name in WAYS:
            Fact.objects.filter(pk=fact.pk).update(way=WAYS[name], source=whom)


def together(apps, _schema_editor):
    Fact = apps.get_model("deals", "RivalFact")
    names = {way: name for name, way in reversed(WAYS.items())}
    for fact in Fact.objects.exclude(way="").iterator():
        said = BETWEEN.join(filter(None, (names[fact.way], fact.source)))
        Fact.objects.filter(pk=fact.pk).update(way="", source=said[:200])


class Migration(migrations.Migration):
    dependencies = [
        ("deals", "0016_ways_and_next_deals"),
    ]

    operations = [
        migrations.RunPython(tell_apart, together),
    ]
