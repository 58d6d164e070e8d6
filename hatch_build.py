"""The build hook: bundles the assets and compiles the translations into wheel and source distribution."""

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class AssetsHook(BuildHookInterface[Any]):
    """Does nothing for an editable install; a source distribution brings its assets along, so no Node is needed."""

    def dependencies(self) -> list[str]:
        """Node from PyPI where the machine has none."""
        assets = self._assets()
        if assets is None or assets.node_command() or self._is_built(assets):
            return []
        return [str(assets.NODE_PACKAGE)]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - the signature is hatchling's
        """Build what the package needs before its files are collected."""
        assets = self._assets()
        if version == "editable" or assets is None:
            return
        assets.compile_translations()
        if not (Path(self.root) / "PKG-INFO").is_file():
            assets.build_assets()
        elif not self._is_built(assets):
            raise SystemExit("This source distribution lacks its assets.")

    def _is_built(self, assets: ModuleType) -> bool:
        return all((assets.BUILT / name).is_file() for name in assets.WANTED)

    def _assets(self) -> ModuleType | None:
        path = Path(self.root) / "scripts/assets.py"
        spec = importlib.util.spec_from_file_location("askwell_assets", path) if path.is_file() else None
        if spec is None or spec.loader is None:
            return None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module
