"""The service desk of a department store, in a terminal."""

__version__ = "0.1.0"
