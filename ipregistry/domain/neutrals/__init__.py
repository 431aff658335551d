"""Neutrals: accreditations, conflicts of interest and their clocks. Nothing here knows a case."""
