"""Which Chromium there is, for pictures and for tests of pages."""

from __future__ import annotations

import shutil
from typing import Final

BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome")


def chromium() -> str:
    """The path of a Chromium that is installed, "" for none."""
    return next(filter(None, map(shutil.which, BROWSERS)), "")
