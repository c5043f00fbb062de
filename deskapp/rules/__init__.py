"""What the desk decides: pure rules, one file per subject. No clock, no database, no screen."""
