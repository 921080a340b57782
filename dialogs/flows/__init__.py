"""One file a flow: a table of states, guards and effects."""
