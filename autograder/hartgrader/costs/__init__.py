"""What a text on costs says of money, and what of it the directory or the person's file contradicts.

amounts.py finds the money; mentions.py what a sentence speaks of; free.py whether it says that nothing is paid;
prices.py what each chosen service costs this person, and case.py who pays. sentences.py puts these together, sentence
by sentence; ties.py says which amount belongs to what. wrong_amounts.py, charges.py, coverage.py, limits.py and
contradictions.py find what can't be so; the check in checks/costs.py asks them.
"""
