"""Other people's documents → draft answers, and plain words on whatever a person should look at."""
