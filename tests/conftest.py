"""For every test."""

from hypothesis import settings

# Speed is measured in benchmarks; a busy machine fails no test.
settings.register_profile("hart", deadline=None)
settings.load_profile("hart")
