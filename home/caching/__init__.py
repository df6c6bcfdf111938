"""What kept answers hang on: a generation is counted up when what it stands for changes."""
