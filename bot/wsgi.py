"""`gunicorn bot.wsgi:app`"""

from bot.app import create_app
from bot.settings import read
from bot.wiring import build

app = create_app(build(read()))
