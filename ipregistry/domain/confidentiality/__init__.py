"""What may be told of a confidential case, to whom, on which ground; and what its statistics tell.

`applying`: which place's law governs a case. `judging`: a request for disclosure. `statistics`:
tables from which nothing follows about a few.
"""
