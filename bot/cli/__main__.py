"""`python -m bot.cli` is the command `frontdesk`."""

from bot.cli import main

main()
