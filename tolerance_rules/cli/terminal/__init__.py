"""Terminal: how the commands read arguments and write results."""
