"""What every test here shares: examples drawn the same way each run, and no clock to fail against."""

from hypothesis import settings

settings.register_profile("askwell", deadline=None, derandomize=True)
settings.load_profile("askwell")
