"""The settings of this counter: `settings.toml` in the platform's folder, and over it `DESKAPP_…` in the environment.

Checked whole, so that a wrong word is named with its place. Not read before the first paint; see `looks`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from deskapp import keys as desk_keys
from deskapp import paths, scanner
from deskapp.looks import THEMES


class ScannerSettings(BaseModel):
    """How the scanner of this counter is set; see `scanner.Scanner`."""

    model_config = ConfigDict(extra="forbid")

    prefix: str = ""
    suffix: str = "enter"

    @field_validator("prefix", "suffix")
    @classmethod
    def _can_be_so(cls, value: str, info: ValidationInfo) -> str:
        if why := scanner.fault(str(info.field_name), value):
            raise ValueError(why)
        return value


class PrinterSettings(BaseModel):
    """The printer of this counter: `none` and `file` save PDFs, `command` is given one; the others print on a roll."""

    model_config = ConfigDict(extra="forbid", validate_default=True)

    kind: Literal["none", "file", "command", "network", "serial", "usb", "device"] = "none"
    folder: str = ""
    """Where `file` puts the PDFs."""
    command: list[str] = Field(default_factory=list)
    """A program with its words; it gets the PDF on its standard input, or as a file where a word holds `{file}`."""
    host: str = ""
    port: int = Field(default=9100, ge=1, le=65535)
    device: str = ""
    """The serial port, or the file that the system gives the printer: COM3, /dev/usb/lp0."""
    baudrate: int = Field(default=9600, ge=300)
    vendor: int = Field(default=0, ge=0, le=0xFFFF)
    product: int = Field(default=0, ge=0, le=0xFFFF)
    width: int = Field(default=42, ge=24, le=64)
    """Cells of a line on the roll: 42 or 48 on 80 mm, 32 on 58 mm."""
    codepage: Literal["auto", "gb18030", "gbk", "big5", "cp949"] = "auto"
    """The letters a receipt printer knows; `auto` goes by the language of the slip."""
    copies_on_page: Literal[1, 2] = 2
    seconds: float = Field(default=15, gt=0, le=300)
    """How long it may take before it is said that the printer does not answer."""

    @field_validator("folder", "command", "host", "device", "vendor", "product")
    @classmethod
    def _given_where_needed(cls, value: Any, info: ValidationInfo) -> Any:
        kind = info.data.get("kind")
        if not value and kind in NEEDED[str(info.field_name)]:
            raise ValueError(f'a printer of kind "{kind}" needs it')
        return value


NEEDED = {
    "folder": ("file",), "command": ("command",), "host": ("network",), "device": ("serial", "device"),
    "vendor": ("usb",), "product": ("usb",),
}  # fmt: skip
"""The settings without which a kind of printer cannot be reached."""


class Settings(BaseSettings):
    """What one counter may choose for itself. What the shop decides is in the policy, not here."""

    model_config = SettingsConfigDict(env_prefix="DESKAPP_", extra="forbid")

    database: str = ""
    """The store's URL; empty: the SQLite file in the platform's data folder."""
    counter: str = Field(default="A", min_length=1, max_length=8)
    language: Literal["zh_Hans", "zh_Hant", "ko", "en"] = "zh_Hans"
    theme: str = THEMES[0]
    ascii_only: bool = False
    """Draw lines with ASCII signs: for old consoles that show line-drawing signs two cells wide."""
    keys: dict[str, str] = Field(default_factory=dict)
    """Action to key, where this shop wants another key."""
    scanner: ScannerSettings = Field(default_factory=ScannerSettings)
    printer: PrinterSettings = Field(default_factory=PrinterSettings)

    @field_validator("theme")
    @classmethod
    def _there_is_such_a_theme(cls, value: str) -> str:
        if value not in THEMES:
            from textual.theme import BUILTIN_THEMES

            if value not in BUILTIN_THEMES:
                raise ValueError(f"there is no theme {value}; there are {', '.join(THEMES)}")
        return value

    @field_validator("keys")
    @classmethod
    def _keys_can_be_so(cls, value: dict[str, str]) -> dict[str, str]:
        if refused := desk_keys.refused(value):
            raise ValueError(" ".join(each.said for each in refused))
        return value

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
