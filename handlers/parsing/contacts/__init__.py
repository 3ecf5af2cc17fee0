"""Parse a client from one line: names, phones, birthdays, job titles, streets."""
