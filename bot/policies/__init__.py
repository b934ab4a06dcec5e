"""Sapa's own dialogue policy."""
