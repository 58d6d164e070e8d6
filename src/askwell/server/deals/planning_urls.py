from django.urls import path

from askwell.server.deals import kit_views, planning_views

planning_patterns = [
    path("deals/<str:slug>/plan/", planning_views.coming, name="plan"),
    path("deals/<str:slug>/plan/new/", planning_views.new, name="new_plan"),
    path("deals/<str:slug>/plan/<int:pk>/", planning_views.one, name="one_plan"),
    path("deals/<str:slug>/plan/<int:pk>/edit/", planning_views.edit, name="edit_plan"),
    path("deals/<str:slug>/plan/<int:pk>/sheet/", planning_views.sheet, name="plan_sheet"),
    path("deals/<str:slug>/plan/<int:pk>/pdf/", planning_views.pdf, name="plan_pdf"),
    path("deals/<str:slug>/plan/<int:pk>/ticks/", planning_views.tick, name="tick_plan"),
    path("deals/<str:slug>/plan/<int:pk>/meets/", planning_views.meets, name="plan_meets"),
    path("deals/<str:slug>/plan/<int:pk>/points/", planning_views.points, name="plan_points"),
    path("deals/<str:slug>/plan/<int:pk>/tries/", planning_views.tries, name="plan_tries"),
    path("deals/<str:slug>/plan/<int:pk>/held/", planning_views.held, name="plan_held"),
    path("deals/<str:slug>/plan/<int:pk>/reached/", planning_views.reached, name="plan_reached"),
    path("deals/<str:slug>/plan/<int:pk>/delete/", planning_views.delete, name="delete_plan"),
    path("deals/<str:slug>/kit/", kit_views.kit, name="kit"),
    path("deals/<str:slug>/kit/words/", kit_views.kit_words, name="kit_words"),
    path("deals/<str:slug>/kit/<str:kind>/", kit_views.kit_file, name="kit_file"),
]
