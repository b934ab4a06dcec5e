"""What the service says about itself: the OpenAPI document at `/docs`, and the pages on settings and metrics."""
