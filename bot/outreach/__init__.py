"""What we begin though no visit ahead asks for it: after a visit, recalls, notices, campaigns, choices after a closure.

`planning` finds who comes into question, `sending` begins what is due, `campaigns` and `closures` are what staff start.
"""
