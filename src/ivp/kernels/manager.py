"""The kernel manager and client that papermill is given: Jupyter's own, without fixed waits."""

from __future__ import annotations

import time
from importlib.metadata import EntryPoint
from queue import Empty
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from traitlets import DottedObjectName, Type

from ivp.kernels import warm
from ivp.kernels.provisioner import NAME, WarmProvisioner


class WarmClient(AsyncKernelClient):
    """Ready as soon as the kernel has answered on both channels."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Raises ``RuntimeError`` when the kernel dies or takes over ``timeout`` seconds."""
        deadline = time.monotonic() + (float("inf") if timeout is None else timeout)
        while time.monotonic() < deadline:
            asked = self.kernel_info()
            if await self._answered(asked):
                return
            if not await self.is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
        raise RuntimeError(f"Kernel didn't respond in {timeout} seconds")

    async def _answered(self, asked: str) -> bool:
        """Whether the reply came, and the idle after it: then iopub is connected and empty."""
        try:
            reply = await self.get_shell_msg(timeout=1)
            while reply["parent_header"].get("msg_id") != asked:
                reply = await self.get_shell_msg(timeout=1)
            while True:
                message = await self.get_iopub_msg(timeout=0.2)
                if (
                    message["parent_header"].get("msg_id") == asked
                    and message["content"].get("execution_state") == "idle"
                ):
                    self._handle_kernel_info_reply(reply)
                    return True
        except Empty:
            return False


class WarmManager(AsyncKernelManager):
    """Manages one kernel that ``WarmProvisioner`` starts, over sockets in the file system."""

    client_class = DottedObjectName(f"{__name__}.WarmClient", config=True)
    client_factory = Type(WarmClient, klass=AsyncKernelClient)

    def __init__(self, **kwargs: Any) -> None:
        parent = warm.current()
        if parent.usable:
            address = str(parent.address())
            kwargs |= {"transport": "ipc", "ip": address, "connection_file": f"{address}.json"}
        super().__init__(**kwargs)

    @property
    def kernel_spec(self) -> KernelSpec | None:
        """The kernel spec that was asked for, started by our provisioner."""
        spec = super().kernel_spec
        if spec is not None:
            spec.metadata["kernel_provisioner"] = {"provisioner_name": NAME}
            known = KernelProvisionerFactory.instance().provisioners
            if NAME not in known:  # the package is on the path, but not installed
                value = f"{WarmProvisioner.__module__}:{WarmProvisioner.__name__}"
                known[NAME] = EntryPoint(NAME, value, KernelProvisionerFactory.GROUP_NAME)
        return spec
