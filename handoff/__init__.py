"""The service between customers, bot and agents."""
