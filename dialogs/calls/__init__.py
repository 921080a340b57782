"""The telephone's side of a talk: what was keyed or heard, where a call stands, which keys lead where."""
