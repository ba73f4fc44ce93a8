"""Two addresses for load balancers and monitors: is the process alive, can it do its work."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 `ok` while the process can answer at all; touches no database."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """Answer 200 `ready` when the database answers and has every migration, else 503 and the reason."""
    try:
        executor = MigrationExecutor(connection)
        waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError:
        return HttpResponse("database does not answer\n", content_type="text/plain", status=503)
    if waiting:
        return HttpResponse(f"{waiting} migrations wait\n", content_type="text/plain", status=503)
    return HttpResponse("ready\n", content_type="text/plain")
