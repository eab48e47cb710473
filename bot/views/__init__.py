"""Buttons, menus and forms: what a click does, with everything it needs to know in its id.

Takes: an interaction with one of our ids. Gives: an edited answer, a private message, or a clear word. May import:
present, answering, sending, the store through the client. To add a button: write an action in its own file, list it in
`actions.ACTIONS`, and put a `Button` with its code into a message in `present`.
"""
