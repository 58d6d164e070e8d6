"""The Django project: one app a feature over the pure core."""
