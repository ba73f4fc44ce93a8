"""People, where that needs more than the room of agencies: lists from Excel, hand-over, own data, erasure."""
