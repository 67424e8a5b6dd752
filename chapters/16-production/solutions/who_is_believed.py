"""Who is believed.

Hint: A proxy adds to the end of the header. With one proxy, the last value is its own.

Hint: With two, the last value is the address of the first proxy, as the second has seen it, and
the one before it is what counts.

Hint: What if two proxies should have written, and there is only one value?

Learnt: The number is how many values at the end are believed. Where there are fewer, none is.

In Flask: `ProxyFix` is Werkzeug's, and does the same before Flask.

Try: Send two headers `X-Forwarded-For` in one request. What does the environ have?
"""

PRINTED = """
1
10.0.0.1
1.1.1.1
2.2.2.2
10.0.0.1
2
10.0.0.1
10.0.0.1
1.1.1.1
10.0.0.1
"""
