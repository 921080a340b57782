"""The offline speech loop: our own sentences spoken by a machine, over a telephone band, heard by a recogniser."""
