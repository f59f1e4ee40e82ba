"""Warm kernels: notebook kernels forked from one process that has the libraries loaded already.

``warm`` starts that process and asks it for kernels; ``parent`` is what runs in it and ``child``
what a fork does before it is a kernel. ``provisioner`` and ``manager`` are Jupyter's own extension
points, so that papermill, nbclient and ipykernel work unchanged. Where forking is not possible, or
fails, kernels start the usual way and a note says so. See ``docs/adr/0012-warm-kernels.md``.
"""
