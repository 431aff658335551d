"""What others can verify, and how far: the public, the holder of one paper.

`public`: a log as a folder, or a node over the network with every public part. `holder`: one
paper with its salts, no network. What the operator can verify stands in `verification`.
"""
