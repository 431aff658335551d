"""ipregistry: the register of IP rights of Guangdong, Hong Kong and Macao.

`create_app` is the only place where the parts are joined. It imports them when it is
called: who uses one pure module of this package does not load a web framework.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask import Flask

    from ipregistry.services.node import RunningNode


def create_app(
    config: Mapping[str, str] | None = None, *, node: RunningNode | None = None
) -> Flask:
    """The WSGI application of a node.

    `config` goes over the environment (see `ipregistry.config`); `node` is given by who
    has opened one already. Raises ConfigurationError or KeysMissingError.
    """
    from flask import Flask  # noqa: PLC0415 - see above, and so for the next ones

    from ipregistry import api  # noqa: PLC0415
    from ipregistry.config import read_settings  # noqa: PLC0415
    from ipregistry.services import logs  # noqa: PLC0415
    from ipregistry.services.log.standing import meet_older_register  # noqa: PLC0415
    from ipregistry.services.opening import open_node  # noqa: PLC0415
    from ipregistry.web.messages import message, negotiate, sentence, word  # noqa: PLC0415
    from ipregistry.web.pages import blueprint  # noqa: PLC0415

    logs.configure()
    app = Flask(__name__, static_folder=None)
    app.extensions["node"] = node or open_node(read_settings(config))
    meet_older_register(app.extensions["node"])
    app.extensions["message"] = message
    app.extensions["negotiate"] = negotiate
    app.extensions["sentence"] = sentence
    app.extensions["word"] = word
    api.register(app, version("ipregistry"))
    app.register_blueprint(blueprint)
    app.wsgi_app = api.HotReads(app.wsgi_app, app.extensions["node"])  # type: ignore[method-assign]
    return app


def make_contract() -> dict[str, Any]:
    """The contract (OpenAPI) of the API alone: no node is opened, no database, no keys."""
    from flask import Flask  # noqa: PLC0415
    from orjson import loads  # noqa: PLC0415

    from ipregistry import api  # noqa: PLC0415

    app = Flask(__name__, static_folder=None)
    api.register(app, version("ipregistry"))
    contract: dict[str, Any] = loads(app.extensions["contract"]())
    return contract
