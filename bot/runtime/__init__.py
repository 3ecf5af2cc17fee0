"""Runtime: server, leader election, logging and threads."""
