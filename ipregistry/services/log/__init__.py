"""The node's log: entries get their numbers, tiles are published, checkpoints are signed.

`sequencing` numbers what is committed; `publishing` writes tiles, derives the root again
from what it wrote, has it signed and publishes the checkpoint; `signing` holds the log key
and what was signed last; `storing` writes files that survive a power cut; `reading` is
what the web needs of it. The web never opens the folder of `signing`.
"""
