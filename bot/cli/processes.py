"""`serve`, `web`, `worker`, `migrate`: what the Procfile and `make run` start."""

from __future__ import annotations

import click

SERVE_PORT = 8000


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=SERVE_PORT, show_default=True, type=click.IntRange(1, 65535))
def serve(host: str, port: int) -> int:
    """Migrate, then run web and worker under one parent. Ctrl-C stops both."""
    from bot import serve as supervisor
    from bot import settings, welcome

    read = settings.read()
    return supervisor.run(read, host, port, announce=lambda desk: welcome.announce(desk, host, port, click.echo))


@click.command()
@click.option("--host", default="0.0.0.0", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), help="The port to listen on.  [default: $PORT, or 8000]")
def web(host: str, port: int | None) -> None:
    """Run one web process; any number may share one PostgreSQL."""
    from bot import settings
    from bot import web as server

    read = settings.read()
    server.run(read, host, port or read.port)


@click.command()
@click.option("--once", is_flag=True, help="Do everything that is due now, then exit.")
def worker(once: bool) -> None:
    """Send what is due, and recover what was interrupted; any number may run."""
    from bot import settings
    from bot import worker as hands
    from bot.cli.options import open_desk

    if not once:
        hands.run(settings.read())
        return
    with open_desk() as desk:
        done = hands.run_once(desk)
    click.echo(f"Did all that was due: {done}.", err=True)


@click.command()
def migrate() -> None:
    """Bring the database to the current schema."""
    from bot import settings, wiring
    from storage import migrations

    desk = wiring.build(settings.read())
    migrations.migrate(desk.database)
    desk.database.close()
    click.echo("The database has the current schema.")
