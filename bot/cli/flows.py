"""`frontdesk flows`: the dialog state machines, drawn from the code itself."""

from __future__ import annotations

import click


@click.command()
@click.argument("name", required=False)
@click.option(
    "--format", "form", type=click.Choice(["mermaid", "markdown"]), default="mermaid", show_default=True,
    help="Markdown puts all drawings into one page.",
)  # fmt: skip
def flows(name: str | None, form: str) -> None:
    """Draw the flow NAME, or all of them."""
    from dialogs.drawing import mermaid
    from dialogs.flows import FLOWS

    if name is not None and name not in FLOWS:
        raise click.UsageError(f'There is no flow "{name}"; there is: {", ".join(sorted(FLOWS))}.')
    chosen = {name: FLOWS[name]} if name else dict(sorted(FLOWS.items()))
    drawings = {title: mermaid(flow) for title, flow in chosen.items()}
    if form == "markdown":
        click.echo("# The dialogs\n\nDrawn from the code by `make docs`.")
        drawings = {title: f"\n## {title}\n\n```mermaid\n{drawing.strip()}\n```" for title, drawing in drawings.items()}
    click.echo("\n".join(drawings.values()))
