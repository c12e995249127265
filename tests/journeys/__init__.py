"""The stories of the product in a real browser, at phone and at desk."""
