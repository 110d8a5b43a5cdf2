"""How fast the program starts and steps, and what memory it takes: `python -m benchmarks`."""
