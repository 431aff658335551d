"""The status of cases: asked by those who are in one, or with a side's key and no account."""
