"""Is the new prompt or model better, worse, or can't we tell? Fixtures, scores, tests, and a verdict."""
