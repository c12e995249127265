"""Personal invitations, and who takes part through them."""
