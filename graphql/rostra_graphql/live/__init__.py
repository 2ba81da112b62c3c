"""Every change of a sitting on every screen: by WebSocket, or by asking again and again."""
