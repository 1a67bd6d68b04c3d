"""What to do first: rules, a proposal with its reasons, replanning and an independent check."""
