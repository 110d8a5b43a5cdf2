"""Starts bpgui from a source checkout: `python main.py` is the command `bpgui`."""

import sys

from bpgui.cli import main

if __name__ == "__main__":
    sys.exit(main())
