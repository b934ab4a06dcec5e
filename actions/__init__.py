"""What the bot does for customers over the CRM: rasa-sdk custom actions, one module per customer topic."""
