"""Textual's own terminal driver, which also writes down what is loaded at the moment the desk's first frame is painted.

Chosen by TEXTUAL_DRIVER; BENCHMARK_MARK says what stands in a frame that is complete, BENCHMARK_TOLD where to write.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from textual.drivers.linux_driver import LinuxDriver

MARK, TOLD = os.environ["BENCHMARK_MARK"], Path(os.environ["BENCHMARK_TOLD"])


class Watching(LinuxDriver):
    """Paints like the driver it is, and looks once."""

    told = False

    def write(self, data: str) -> None:
        """Write to the terminal; the first complete frame is the moment that counts."""
        if not self.told and MARK in data:
            self.told = True
            TOLD.write_text("\n".join(sorted(sys.modules)), "utf-8")
        super().write(data)
