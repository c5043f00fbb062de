"""What the desk costs, as ratios: each measure beside the least that could do the same, turn by turn in one run."""
