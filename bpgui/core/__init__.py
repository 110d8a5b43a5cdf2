"""The mathematics of a linear network: cells, terms, equations, descent. numpy alone, no Qt.

Read in this order: cells, terms, equations, values, gradients, descent. Where they read like the course
note, that is on purpose.
"""
