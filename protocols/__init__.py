"""The protocol engine: pure Python, standard library only."""
