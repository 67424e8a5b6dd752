"""Who gives way.

Hint: To call an `async def` function prints nothing. Its first line runs with the first `send`.

Hint: `await` of a coroutine is no turn by itself. It runs the other one at once, and goes on.

Hint: After the first round, `_polite` and `_late` wait, in this order.

Learnt: A coroutine gives way where it has to wait, and nowhere else: neither where it is made,
nor where it awaits another one that does not wait.

In Flask: It is Python's, and asyncio's loop does the same.

Try: Put `await _Turn()` into `_helper`. What is printed then?
"""

PRINTED = """
made
run
polite 1
helper of greedy
greedy 1
greedy 2
late 1
polite 2
helper of late
late 2
polite 3
"""
