"""The WSGI application: ``gunicorn wsgi:app``, ``granian --interface wsgi wsgi:app``."""

from ipregistry import create_app

app = create_app()
