"""What macOS needs of its own. Written on Linux and never run; see packaging/RELEASING.md."""
