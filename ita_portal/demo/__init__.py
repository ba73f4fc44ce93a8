"""The demo province: invented agencies and persons, and two fiscal years of their work."""
