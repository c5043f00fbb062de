"""The steps from every released version of a store to the newest, forward only."""

VERSION = "0001"
"""What this program reads and writes: the newest step in versions/."""
