"""One trust domain and one honest bundle for all tests of this folder; nobody changes them."""

from pathlib import Path

import pytest

from bundle.trust.world import World, make_world


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The trust domain."""
    return make_world(tmp_path_factory.mktemp("world"))


@pytest.fixture(scope="session")
def honest(world: World) -> Path:
    """A bundle of Belgium that the importer takes."""
    return world.bundle("honest")
