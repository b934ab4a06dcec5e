"""An offline double of Meta's Graph API for WhatsApp, and of the customers' phones behind it."""
