"""The steps from every released version of a store to the newest, forward only."""
