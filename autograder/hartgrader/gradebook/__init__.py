"""Everything that knows nbgrader, and nothing else does.

config.py is the whole configuration; patches.py the few names that configuration can't reach. converter.py,
preprocessors.py, submission.py, judge.py and cells.py turn a hand-in into a graded notebook; templates/ shows it.
course.py, grading.py and student.py are what commands and notebooks call; grades.py and exporting.py read the
gradebook.
"""
