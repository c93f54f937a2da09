"""Breaking it on purpose: ``python tests/faults/run.py``; the figures are in ``docs/reliability.md``."""
