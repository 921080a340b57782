"""Training of the weights that understand acts: deterministic, in plain Python, on data files and public utterances."""
