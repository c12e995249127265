"""What a WSGI server loads."""

from config import chosen
from livinglab.app import create_app

app = create_app(chosen())
