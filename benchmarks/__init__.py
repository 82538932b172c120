"""What is timed, and against whom: run with `python -m benchmarks`."""
