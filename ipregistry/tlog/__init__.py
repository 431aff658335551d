"""Transparency-log formats: canonical JSON, hash trees, commitments, opaque leaves; and those of
C2SP: signed notes, checkpoints, tiles, proofs.

Knows nothing of IP: everything here is bytes, hashes and positions.
"""
