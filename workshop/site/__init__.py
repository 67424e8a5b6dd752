"""The site: its pages, the browser's Python, JupyterLite, offline, a server."""
