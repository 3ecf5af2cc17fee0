"""Parse deals from one line: title, amount, quantity and price, probability, expected close."""
