"""The judge: from a student's words to a level per criterion, with the evidence in the student's own words."""
