"""What holds for every test: a slow machine is no failure, and PROVE=1 tries far more cases."""

import os

from hypothesis import HealthCheck, settings

settings.register_profile("ordinary", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("prove", parent=settings.get_profile("ordinary"), max_examples=2000)
settings.load_profile("prove" if os.environ.get("PROVE") else "ordinary")
