"""Import clients from CSV files, vCards and contacts sent in a chat."""
