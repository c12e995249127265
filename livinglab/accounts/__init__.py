"""Who somebody is: users, their passwords, their sessions."""
