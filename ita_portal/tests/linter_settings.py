"""The portal's settings with the migration linter, which runs as a command of ./test only."""

from ita_portal.settings import *  # noqa: F403
from ita_portal.settings import INSTALLED_APPS as PORTAL_APPS

INSTALLED_APPS = [*PORTAL_APPS, "django_migration_linter"]
