"""The interactive wizard: a person answers questions and has the letter."""
