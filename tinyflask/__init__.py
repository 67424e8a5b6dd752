"""A small, real, Flask-shaped web framework on Werkzeug and Jinja."""

from .app import Flask as Flask
