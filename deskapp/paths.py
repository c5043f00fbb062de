"""Where things are kept: what comes with the program (`data/`), and where this machine keeps a store and its settings.

Leaf module: everybody may ask it, it asks nobody, and it makes no folder until somebody writes."""

from pathlib import Path

HERE = Path(__file__).resolve().parent


def data() -> Path:
    """The files that come with the program: inside the package when installed, beside it in a checkout."""
    installed = HERE / "data"
    return installed if installed.is_dir() else HERE.parent / "data"


def home() -> Path:
    """The platform's folder for this user's stores."""
    from platformdirs import user_data_path

    return user_data_path("deskapp", appauthor=False)


def store_file() -> Path:
    """The SQLite file that is opened when nobody names another store."""
    return home() / "desk.sqlite"


def phrases() -> Path:
    """Where a shop keeps procedures and phrases of its own, beside its store."""
    return home() / "phrases"


def scripts() -> Path:
    """Where a shop keeps scripts of its own for callbacks, beside its store."""
    return home() / "scripts"


def settings_file() -> Path:
    """The settings of this counter: `settings.toml` in the platform's folder for configuration."""
    from platformdirs import user_config_path

    return user_config_path("deskapp", appauthor=False) / "settings.toml"
