"""The public edge: sessions, limits, one page, and the way to the dialogue server; see bot/channels/app.py."""
