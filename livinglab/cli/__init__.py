"""`./lab`: thin doors over the same access and actions as the pages."""
