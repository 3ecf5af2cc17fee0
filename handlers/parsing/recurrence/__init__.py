"""What recurs, in words: "every monday 9:00", "on the 1st of every month", "раз в шесть недель"."""
