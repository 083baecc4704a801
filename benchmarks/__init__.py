"""How fast it is, beside what it is compared with: `make bench`, with SAVE=1 to keep it."""
