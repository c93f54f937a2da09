"""Plans as files: TOML to core types. Errors name the file and the place, and say what to do."""
