"""Settings, channels, inbound events, outbound messages, web server and command line."""
