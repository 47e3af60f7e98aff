"""The register: every response of an office, how far each is, and what is due. Nothing here reads the clock."""
