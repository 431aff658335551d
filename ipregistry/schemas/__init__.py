"""The common schema: what a filing's body may look like, and what answers look like.

Requests are read strictly: nothing is coerced, nothing is dropped, every fault is told at
once with its place. Answers are only described here; the stored bytes are what is sent.
"""
