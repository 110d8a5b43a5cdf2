"""How fast the program starts and steps, and what memory it takes: `python -m benchmarks`."""

import bpgui  # noqa: F401  # before numpy: the program says how many threads that takes
