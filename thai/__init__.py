"""Thai digits, dates and wording. Standard library only; knows nothing of the portal."""
