"""Pages of the accounts room, one file per thing they are about."""
