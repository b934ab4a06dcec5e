"""The edge towards agents: the HTTP routes and the socket behind the console."""
