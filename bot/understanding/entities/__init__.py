"""Finds what a message names: numbers, instruments, makers, places, days, people. Pure functions over the text."""
