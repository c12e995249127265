"""A believable programme for the demo, made through the same actions as the pages."""
