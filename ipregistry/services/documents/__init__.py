"""The papers of cases: uploaded, kept encrypted, read by whom the access table lets."""
