"""Rules packs: the procedure of one institution as data, with tests inside.

`model` is what a pack says, `reading` makes it of plain values with every fault by place,
`checking` finds what cannot work, `engine` plays a case by it, `terms` computes its
deadlines, `fees` its fees, `testing` runs the tests that it carries.
"""
