"""Pages for people and messages in four languages.

The factory joins `pages.blueprint`, `messages.message` and `messages.negotiate`.
"""
