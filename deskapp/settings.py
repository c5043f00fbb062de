"""The settings of this counter: `settings.toml` in the platform's folder, and over it `DESKAPP_…` in the environment.

Checked whole, so that a wrong word is named with its place. Not read before the first paint; see `looks`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from deskapp import paths


class Settings(BaseSettings):
    """What one counter may choose for itself. What the shop decides is in the policy, not here."""

    model_config = SettingsConfigDict(env_prefix="DESKAPP_", extra="forbid")

    database: str = ""
    """The store's URL; empty: the SQLite file in the platform's data folder."""
    counter: str = Field(default="A", min_length=1, max_length=8)
    language: Literal["zh_Hans", "zh_Hant", "ko", "en"] = "zh_Hans"
    theme: str = "textual-dark"
    ascii_only: bool = False
    """Draw lines with ASCII signs: for old consoles that show line-drawing signs two cells wide."""
    keys: dict[str, str] = Field(default_factory=dict)
    """Action to key, where this shop wants another key."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What is given, then the environment, then the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, _reading or paths.settings_file())


_reading: Path | None = None


def load(file: Path | None = None) -> Settings:
    """The settings of this counter. Raises pydantic.ValidationError, or tomllib.TOMLDecodeError for a broken file."""
    global _reading
    _reading = file
    try:
        return Settings()
    finally:
        _reading = None


def faults(error: ValidationError) -> list[str]:
    """Each wrong setting with its place and what is wrong with it."""
    return [f"{'.'.join(str(part) for part in fault['loc'])}: {fault['msg']}" for fault in error.errors()]
