"""Form fields, questions and answers."""
