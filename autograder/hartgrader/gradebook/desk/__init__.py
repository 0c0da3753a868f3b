"""The instructor's own pages in nbgrader's formgrader: the grading queue, the comments to reuse, grading in one go.

queue.py orders the answers by need; comments.py keeps the comments; running.py grades while the page is open;
handlers.py serves them. The pages are in templates/pages, the page of one submission in templates/formgrade.
"""
