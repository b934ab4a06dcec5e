"""What happens after a matter is closed: the rating, and what was promised."""
