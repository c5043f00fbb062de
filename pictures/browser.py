"""A page as a browser draws it, with the letters that come with the program; without a browser the picture stays."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
WIDE, HIGH = 980, 1240


def take(page: str, file: Path) -> bool:
    """Draw the upper part of a page into this file. False where there is no browser."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        return False
    import noto_cjk_sans_otc

    with TemporaryDirectory() as folder:
        source, fonts = Path(folder) / "page.html", Path(folder) / "fonts"
        source.write_text(page, "utf-8")
        fonts.mkdir()
        (fonts / noto_cjk_sans_otc.FONT_FILE).symlink_to(noto_cjk_sans_otc.FONT_PATH)
        subprocess.run(
            [browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--screenshot={file}",
             f"--window-size={WIDE},{HIGH}", source.as_uri()],
            env={**os.environ, "XDG_DATA_HOME": folder, "HOME": folder}, check=True, capture_output=True, timeout=120,
        )  # fmt: skip
    return True
