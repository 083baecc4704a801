from casework.app import create_app
from casework.startup.collecting import collect_seldom

app = create_app()
collect_seldom()
