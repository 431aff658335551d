"""The history of the tables. Alembic reads it by path; an installed node finds it by this name."""
