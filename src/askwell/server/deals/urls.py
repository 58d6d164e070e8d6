from django.urls import path

from askwell.server.deals import catalogue_views, customers_views, page_views, views
from askwell.server.deals.follow_up_urls import follow_up_patterns
from askwell.server.deals.forecast_urls import forecast_patterns
from askwell.server.deals.gifts_urls import gifts_patterns
from askwell.server.deals.importing_urls import importing_patterns
from askwell.server.deals.merging_urls import merging_patterns
from askwell.server.deals.objections_urls import objections_patterns
from askwell.server.deals.planning_urls import planning_patterns
from askwell.server.deals.questions_urls import questions_patterns
from askwell.server.deals.signing_urls import signing_patterns
from askwell.server.deals.standing_urls import standing_patterns
from askwell.server.deals.style_urls import style_patterns
from askwell.server.deals.tactics_urls import tactics_patterns

app_name = "deals"
urlpatterns = [
    path("deals/", views.index, name="list"),
    path("deals/board/", views.board, name="board"),
    path("deals/add/", views.add, name="add"),
    path("deals/change/", views.bulk, name="bulk"),
    path("deals/tasks/", views.tasks, name="tasks"),
    path("deals/tasks/<int:pk>/done/", views.task_done, name="task_done"),
    path("deals/views/<str:page>/keep/", views.keep_view, name="keep_view"),
    path("deals/views/<int:pk>/drop/", views.drop_view, name="drop_view"),
    path("companies/", customers_views.companies, name="companies"),
    path("companies/add/", customers_views.add_company, name="add_company"),
    path("companies/names/", customers_views.company_names, name="company_names"),
    path("companies/<str:slug>/", customers_views.company, name="company"),
    path("companies/<str:slug>/edit/", customers_views.edit_company, name="edit_company"),
    path("contacts/", customers_views.contacts, name="contacts"),
    path("contacts/add/", customers_views.add_contact, name="add_contact"),
    path("contacts/<str:slug>/", customers_views.contact, name="contact"),
    path("contacts/<str:slug>/edit/", customers_views.edit_contact, name="edit_contact"),
    path("products/", catalogue_views.products, name="products"),
    path("products/add/", catalogue_views.add_product, name="add_product"),
    path("products/<int:pk>/", catalogue_views.product, name="product"),
    path("products/<int:pk>/delete/", catalogue_views.delete_product, name="delete_product"),
    path("rivals/", catalogue_views.rivals, name="rivals"),
    path("rivals/<int:pk>/", catalogue_views.rival, name="rival"),
    path("rivals/<int:pk>/edit/", catalogue_views.edit_rival, name="edit_rival"),
    path("rivals/facts/<int:pk>/remove/", catalogue_views.remove_fact, name="remove_fact"),
    *questions_patterns,
    path("deals/<str:slug>/", page_views.page, name="page"),
    path("deals/<str:slug>/edit/", page_views.edit, name="edit"),
    path("deals/<str:slug>/stage/", views.move, name="move"),
    path("deals/<str:slug>/delete/", page_views.delete, name="delete"),
    path("deals/<str:slug>/people/add/", page_views.add_person, name="add_person"),
    path("deals/<str:slug>/people/<int:pk>/", page_views.stake, name="stake"),
    path("deals/<str:slug>/people/<int:pk>/remove/", page_views.remove_stake, name="remove_stake"),
    path("deals/<str:slug>/tasks/add/", page_views.add_task, name="add_task"),
    path("deals/<str:slug>/tasks/<int:pk>/", page_views.change_task, name="change_task"),
    path("deals/<str:slug>/activities/add/", page_views.add_activity, name="add_activity"),
    path("deals/<str:slug>/activities/<int:pk>/remove/", page_views.remove_activity, name="remove_activity"),
    path("deals/<str:slug>/files/add/", page_views.attach, name="attach"),
    path("deals/<str:slug>/files/<int:pk>/", page_views.attachment, name="attachment"),
    path("deals/<str:slug>/files/<int:pk>/remove/", page_views.remove_attachment, name="remove_attachment"),
    path("deals/<str:slug>/calls/", page_views.link_call, name="link_call"),
    path("deals/<str:slug>/calls/<str:call>/unlink/", page_views.unlink_call, name="unlink_call"),
    *standing_patterns,
    *style_patterns,
    *objections_patterns,
    *signing_patterns,
    *follow_up_patterns,
    *tactics_patterns,
    *gifts_patterns,
    *planning_patterns,
    *forecast_patterns,
    *importing_patterns,
    *merging_patterns,
]
