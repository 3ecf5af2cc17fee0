"""Countries, cities and time zones by what people call them."""
