"""Forms: their fields, questions and answers."""
