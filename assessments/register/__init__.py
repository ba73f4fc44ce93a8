"""The OIT register: what an agency discloses, item by item, in one fiscal year (docs/oit-register.md)."""
