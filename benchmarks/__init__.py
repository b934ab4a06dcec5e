"""What the product costs, measured; each module prints a table and keeps it in `benchmarks/results/`."""
