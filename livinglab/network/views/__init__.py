"""Pages of the network room, one file per thing they are about."""
