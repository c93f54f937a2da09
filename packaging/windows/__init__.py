"""What Windows needs of its own. Written on Linux; see packaging/RELEASING.md for what has been tried."""
