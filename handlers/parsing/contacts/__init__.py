"""A client in one line: names, phones, birthdays, job titles, streets."""
