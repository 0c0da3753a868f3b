"""What other learning platforms write and read: rosters in, grades and rubrics out. Pure text, no network.

The forms are those the platforms document or whose reading code is public:

Canvas: “How do I import grades in the Gradebook?” and “How do I export grades in the Gradebook?” (Canvas Instructor
Guide), the code that reads them (canvas-lms, lib/gradebook_importer.rb), and for rubrics the template of “How do I
import a rubric?” (canvas-lms, app/models/rubric_import.rb and lib/rubric_csv_importer.rb).
Moodle: “Grade import”, “Grade export” and “Participants” (MoodleDocs), and the code that reads a file
(moodle, grade/import/csv/classes/load_data.php).
Blackboard Learn: “Upload or Download Grades” and “Work Offline with Grade Data” (Blackboard Help for Instructors):
tab-delimited .xls or comma-delimited .csv, the user name for who, the column id for what.
"""
