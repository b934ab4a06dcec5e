"""A page on which anybody chats with the product "over WhatsApp", without a Meta account."""
