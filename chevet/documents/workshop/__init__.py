"""A program of its own: reads a file from its standard input, writes it drawn anew. It knows nothing of the house.

What comes in is hostile until it has been drawn anew, and what reads it may hang, swell or fall: it does so here, with
bounds of time and memory, without the keys, the database or the network's secrets (intake.py runs it).
"""
