"""The desk of the store tests, to be treated badly."""

from tests.store.conftest import clock, counter, desk, open_counter  # noqa: F401
