"""How the bot is reached."""
