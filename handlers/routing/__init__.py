"""Route an event to its handler: command, button, form, answer or search."""
