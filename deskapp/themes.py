"""The desk's own themes: dark, light, one drawn with plain signs for old consoles, and one without any colour.

Textual's own themes go by their names too. A theme is on before the first picture, so that nothing is styled twice.
"""

from __future__ import annotations

from textual.app import App
from textual.filter import NoColor
from textual.reactive import Reactive
from textual.theme import BUILTIN_THEMES, Theme

from deskapp.i18n import N_, _
from deskapp.looks import THEMES, Looks
from deskapp.screens import shown as drawing

DARK, LIGHT, ASCII, PLAIN = THEMES

LABELS = {
    DARK: N_("Dark"),
    LIGHT: N_("Light"),
    ASCII: N_("Plain signs, the terminal's colours"),
    PLAIN: N_("No colours"),
}
"""What each is called where one chooses."""


def _of_the_terminal(name: str, colour: str, alarm: str) -> Theme:
    """A theme that leaves ground and writing as the terminal has them."""
    return Theme(
        name=name, ansi=True, primary=colour, secondary=colour, accent=colour, warning=alarm, error=alarm,
        success=colour, foreground="ansi_default", background="ansi_default",
        variables={**BUILTIN_THEMES["ansi-dark"].variables, "text-muted": "ansi_default"},
    )  # fmt: skip


OURS = {
    theme.name: theme
    for theme in (
        Theme(
            name=DARK, primary="#5aa7e0", secondary="#4a7fa8", accent="#f0b35a", warning="#f0b35a", error="#ff9a9a",
            success="#84d49a", foreground="#e8e8e8", background="#12171c", surface="#1d252c", panel="#26303a",
            variables={"text-muted": "#a9b4be"},
        ),
        Theme(
            name=LIGHT, dark=False, primary="#0b5cad", secondary="#6f96b8", accent="#6d3a8f", warning="#7a4a00",
            error="#a5001c", success="#1a6330", foreground="#14181c", background="#fbfbf9", surface="#eceff1",
            panel="#dde4e9", variables={"text-muted": "#4a545d"},
        ),
        _of_the_terminal(ASCII, "ansi_cyan", "ansi_yellow"),
        _of_the_terminal(PLAIN, "ansi_default", "ansi_default"),
    )
}  # fmt: skip


class Themed(App[None]):
    """An app that wears one of these. `dress` says which."""

    theme: Reactive[str] = Reactive(DARK)
    looks: Looks

    def __init__(self) -> None:
        super().__init__()
        self.colourless = NoColor(enabled=False)
        self.unknown_theme = ""

    @property
    def available_themes(self) -> dict[str, Theme]:
        """Ours and Textual's."""
        return {**super().available_themes, **OURS}

    def dress(self, looks: Looks) -> None:
        """Put on what the settings ask for, before anything is painted; without colour where NO_COLOR is set."""
        self.looks = looks
        self._filters.append(self.colourless)
        wanted = PLAIN if self.no_color else looks.theme
        if wanted not in self.available_themes:
            self.unknown_theme, wanted = wanted, DARK
        if wanted != DARK:
            self.set_reactive(Themed.theme, wanted)
            self.stylesheet.set_variables(self.get_css_variables())
        self._draw(wanted)

    def watch_theme(self, name: str) -> None:
        """Another theme was chosen."""
        self._draw(name)

    def _draw(self, name: str) -> None:
        drawing.RULE = "-" if self.looks.ascii_only or name == ASCII else drawing.LINE
        self.colourless.enabled = name == PLAIN

    def ask_theme(self) -> None:
        """Offer our themes; the choice stands until the program is closed, the settings say it for good."""
        from deskapp.screens.choose import themes

        self.push_screen(themes(LABELS, self.theme), self._wear)

    def _wear(self, name: str | None) -> None:
        if name:
            self.theme = name

    @property
    def theme_faults(self) -> list[str]:
        """What of the settings' theme could not be taken, in words."""
        if not self.unknown_theme:
            return []
        return [_("There is no theme {name}; there are {names}.", name=self.unknown_theme, names=", ".join(THEMES))]
