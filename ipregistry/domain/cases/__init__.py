"""Cases: what stands in one, who is in it, and how its rules pack goes on from there.

`facts` is a case as recorded, `sides` who may act as what, `playing` the way from recorded facts
through the pack's engine to the next version, `drafts` the records that a filing in a case makes.
"""
