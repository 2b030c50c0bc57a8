"""What holds for every test: a slow machine is no failure, and PROVE=1 tries far more cases."""

import os

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("ordinary", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("prove", parent=settings.get_profile("ordinary"), max_examples=2000)
settings.load_profile("prove" if os.environ.get("PROVE") else "ordinary")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of a file on one worker, so that what a file makes for all its tests is made once."""
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(item.path.as_posix()))
