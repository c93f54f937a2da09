"""What is measured runs here, each function in a process of its own (``worker.py``); numbers come back."""
