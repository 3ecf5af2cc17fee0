"""One folder per channel, with the same file names in each."""
