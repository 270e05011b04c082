"""The shipped templates, loaded once, and a copy that a test may spoil."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from gateway.render import Renderer, shipped_templates


@pytest.fixture(scope="session")
def renderer() -> Renderer:
    """A renderer of the shipped templates."""
    return Renderer(shipped_templates())


@pytest.fixture
def spoiled(tmp_path: Path) -> Callable[[str, str], Path]:
    """Return a function that gives a copy of the shipped templates with one file replaced."""

    def spoil(name: str, text: str) -> Path:
        copy = tmp_path / "templates"
        shutil.copytree(shipped_templates(), copy, dirs_exist_ok=True)
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        (copy / name).write_text(text, encoding="utf-8")
        return copy

    return spoil
