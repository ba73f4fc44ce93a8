"""What people type, cleaned; nothing is written here."""
