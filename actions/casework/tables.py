"""All tables of the records, whichever module declares them: migrations, backups and key changes must forget none."""

from importlib import import_module
from pkgutil import iter_modules

import actions.casework as package
from actions.casework.models import Base

for _module in iter_modules(package.__path__):
    if _module.name.startswith("models_"):
        import_module(f"actions.casework.{_module.name}")

METADATA = Base.metadata
