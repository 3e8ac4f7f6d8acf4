"""The Discord door, tested with the real discord.py.

Commands, buttons, mentions and a restart run against SimCord, which stands in for Discord inside the process. It
replaces discord.py's HTTP client and gateway, so it says nothing about login, the gateway's connection and its
resumption, rate limits that are waited out, lost connections, or the signals that end the program. Those run in
test_running.py, against the small server in gateway.py, over real sockets.
"""
