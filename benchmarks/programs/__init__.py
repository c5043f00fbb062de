"""Programs that are started in a terminal of their own: what the desk is compared with, and what watches it paint."""
