"""All knowledge of Word: templates, the writer, verification."""
