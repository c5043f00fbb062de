"""What the clerk sees: one file per subject, and the frame, form, list and search line that they all share."""
