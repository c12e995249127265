"""Rules of a trial round: which moves it may make, and why not."""
