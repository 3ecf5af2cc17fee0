"""Web server, health check, metrics and landing page."""
