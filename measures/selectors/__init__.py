"""What pages of plans, rounds and submissions show: fetched once, in plain values."""
