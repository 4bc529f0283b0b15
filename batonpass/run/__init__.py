"""Which processes run, and what did the operator ask for? The only place that reads the clock and the environment."""
