"""The Rasa assistant: its understanding, its policies, its host."""
