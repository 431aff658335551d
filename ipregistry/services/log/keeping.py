"""One round of the log: number what is committed, publish it, or say why not."""

from __future__ import annotations

from pathlib import Path

from ipregistry.services.log.alarms import LogHaltedError, clear_alarm, raise_alarm
from ipregistry.services.log.comparing import check_whole_register
from ipregistry.services.log.publishing import publish
from ipregistry.services.log.sequencing import number_all
from ipregistry.services.log.signing import SignerBusyError, open_signer
from ipregistry.services.node import RunningNode
from ipregistry.tlog.policies import PolicyError

# The logs that this process has compared with the whole register, each once.
_compared: set[Path] = set()


def keep_log(node: RunningNode) -> int:
    """Number and publish; how many entries came on top. An alarm stands where it may not go on."""
    try:
        if node.log.keys not in _compared:
            _begin(node)
            _compared.add(node.log.keys)
        number_all(node)
        published = publish(node)
    except SignerBusyError:
        return 0
    except (LogHaltedError, OSError, PolicyError) as error:
        _compared.discard(node.log.keys)
        halted = _as_halted(error)
        raise_alarm(node, halted)
        return 0
    clear_alarm(node)
    return published


def _begin(node: RunningNode) -> None:
    with open_signer(node.log) as signer, node.engines.read.connect() as connection:
        check_whole_register(connection, signer)


def _as_halted(error: LogHaltedError | OSError | PolicyError) -> LogHaltedError:
    if isinstance(error, LogHaltedError):
        return error
    code = "log-folder-unwritable" if isinstance(error, OSError) else "witnesses-malformed"
    return LogHaltedError(code, str(error))
