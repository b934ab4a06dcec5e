"""What a message means: pure functions over text, without Rasa. `bot/components/` puts them into Rasa's graph."""
