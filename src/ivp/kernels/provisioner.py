"""How Jupyter gets a kernel here: forked if it can be, started as usual if not."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from ivp.kernels import warm

NAME = "ivp-warm"
"""Under which ``pyproject.toml`` makes ``WarmProvisioner`` known to Jupyter."""


class WarmProvisioner(LocalProvisioner):
    """A local kernel that is forked from the parent that ``ivp.kernels.warm`` started."""

    _link: warm.Link | None = None
    _ending = False

    @property
    def has_process(self) -> bool:
        return self._link is not None or super().has_process

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork; where that fails the kernel starts as ``cmd``, and the parent's note says why."""
        self._ending = False
        parent = warm.current()
        try:
            if cmd[1:3] != ["-m", "ipykernel_launcher"]:
                raise warm.Refused(f"deze kern anders start ({' '.join(cmd[:3])})")
            # As jupyter_client does for a kernel that it starts itself.
            environment = {**kwargs["env"], "JPY_PARENT_PID": str(os.getpid())}
            folder = str(kwargs.get("cwd") or Path.cwd())
            self._link = await parent.fork(cmd, environment, folder)
        except warm.Refused as reason:
            parent.refuse(str(reason))
            if self.parent is not None:
                self.parent.cleanup_ipc_files()  # of a fork that came halfway
            info = await super().launch_kernel(cmd, **kwargs)
            if self.process is not None:
                parent.adopt(self.process)
            return info
        self.cwd = Path(folder)
        return self.connection_info

    async def poll(self) -> int | None:
        if self._link is None:
            return await super().poll()
        # Once it is to end, jupyter_client asks every 0.1 s; answer as soon as it has.
        return await self._link.ended(0.1) if self._ending else self._link.poll()

    async def wait(self) -> int | None:
        if self._link is None:
            return await super().wait()
        status = await self._link.ended()
        self._link.close()
        self._link = None
        return status

    async def send_signal(self, signum: int) -> None:
        if self._link is None:
            await super().send_signal(signum)
        else:
            self._link.send_signal(signum)

    def get_shutdown_wait_time(self, recommended: float = 5.0) -> float:
        """Half of it until SIGTERM, half until SIGKILL; a kernel at rest needs 0.05 s."""
        return min(recommended, 2.0)

    async def shutdown_requested(self, restart: bool = False) -> None:
        self._ending = True

    async def terminate(self, restart: bool = False) -> None:
        self._ending = True
        if self._link is None:
            await super().terminate(restart)
        else:
            self._link.send_signal(signal.SIGTERM)

    async def kill(self, restart: bool = False) -> None:
        self._ending = True
        if self._link is None:
            await super().kill(restart)
        else:
            self._link.send_signal(signal.SIGKILL)

    async def cleanup(self, restart: bool = False) -> None:
        if self._link is not None:
            self._link.close()
            self._link = None
        await super().cleanup(restart)
