"""Build hook: compiles the catalogues, and takes `data/` into the wheel as `deskapp/data`."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def compile_catalogues(locale: Path) -> list[Path]:
    """Compile every deskapp.po below `locale`; what was compiled."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = []
    for source in sorted(locale.glob("*/LC_MESSAGES/deskapp.po")):
        with source.open("rb") as text:
            catalogue = read_po(text, locale=source.parent.parent.name)
        target = source.with_suffix(".mo")
        with target.open("wb") as binary:
            write_mo(binary, catalogue)
        compiled.append(target)
    return compiled


class CompiledCatalogues(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        data = Path(self.root) / "data"
        compile_catalogues(data / "locale")
        if self.target_name == "wheel" and version != "editable":
            build_data["force_include"][str(data)] = "deskapp/data"


if __name__ == "__main__":
    compile_catalogues(Path(__file__).parent / "data" / "locale")
