"""Nothing that goes wrong on purpose in these tests is written into the log of whoever runs them."""

from pathlib import Path

import pytest

from tests.screens.shop import shop

__all__ = ["shop"]


@pytest.fixture(autouse=True)
def _own_log(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("deskapp.trouble.log_file", lambda: tmp_path / "trouble.log")


@pytest.fixture
def at_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The folder into which paper and files are saved."""
    monkeypatch.setattr("deskapp.paths.home", lambda: tmp_path)
    return tmp_path
