"""Scores the trained bot on labelled messages: `python -m bot.evaluation DATA.jsonl [--stock]`."""
