"""bpgui steps through backpropagation of a linear network, one number at a time."""

import os

# Before numpy is loaded: OpenBLAS's threads wait for each other by spinning. Beside the window's thread, or any other
# program at work, factorising large data then took up to fifteen times as long, and progress stood still for seconds.
# With one thread, on an idle machine with two processors, it takes a quarter longer, and a pass over x twice as long.
# What a person has set stands.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

__version__ = "0.1.0"
