"""For every test."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import settings

# Speed is measured in benchmarks; a busy machine fails no test.
settings.register_profile("hart", deadline=None)
settings.load_profile("hart")


@pytest.fixture(scope="session")
def prepared_root(tmp_path_factory) -> Path:
    """A course that is generated and released, for copying; nobody has handed in."""
    from hartgrader.gradebook import course

    root = tmp_path_factory.mktemp("prepared") / "root"
    course.prepare(root)
    return root


@pytest.fixture
def root(prepared_root, tmp_path) -> Path:
    """A prepared course of one's own."""
    return Path(shutil.copytree(prepared_root, tmp_path / "root"))
