"""Reading text without understanding it: sentences, folding, names, guards."""
