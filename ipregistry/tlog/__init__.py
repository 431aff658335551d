"""Transparency-log formats: canonical JSON, hash trees, commitments, opaque leaves.

Knows nothing of IP: everything here is bytes, hashes and positions.
"""
