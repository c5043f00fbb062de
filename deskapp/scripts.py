"""The scripts of callbacks that come with the program: one for each purpose, in the customer's language."""

from __future__ import annotations

from functools import cache

from deskapp import paths
from deskapp.rules.scripts import Script, read

OTHERWISE = "member_care"
"""The script of a purpose that has none of its own."""


@cache
def scripts() -> dict[str, Script]:
    """Purpose to script. Raises ValueError naming every fault of a file that does not hold."""
    found = {}
    for file in sorted((paths.data() / "scripts").glob("*.toml")):
        script = read(file.stem, file.read_text("utf-8"))
        if not isinstance(script, Script):
            raise ValueError("\n".join(script))
        found[file.stem] = script
    return found


def script_for(purpose: str) -> Script:
    """The script of a purpose, else the general one."""
    known = scripts()
    return known.get(purpose) or known[OTHERWISE]
