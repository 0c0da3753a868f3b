"""What a text on a service says beyond what was known before.

known.py gathers the words that the directory and the case bring; telling.py says whether a sentence tells a change for
the person. The check in checks/links.py asks them.
"""
