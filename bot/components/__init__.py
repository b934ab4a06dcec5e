"""Sapa's understanding as components of Rasa's graph: they translate, `bot/understanding/` decides."""
