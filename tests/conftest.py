"""For all tests: Qt without a display, unless whoever runs them wants one, and hypothesis without a deadline."""

from __future__ import annotations

import os

from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before Qt is imported

settings.register_profile("bpgui", deadline=None)  # other jobs run on the same machine
settings.load_profile("bpgui")
