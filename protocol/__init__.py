"""The few words that the processes share: languages, messages, escalation, settings. Imports nothing of Sapa."""
