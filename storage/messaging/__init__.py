"""What comes in and goes out: inbox, outbox, drafts, and what chats looked at."""
