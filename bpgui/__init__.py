"""bpgui steps through backpropagation of a linear network, one number at a time."""

__version__ = "0.1.0"
