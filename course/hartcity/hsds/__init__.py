"""The Human Services Data Specification: a city written as its tables, and anybody's tables read as a city.

standard   the tables of HSDS 3.1, and what others call them (data in scenarios/hsds/)
export     a city → the tables of HSDS 3.1 with their datapackage.json
package    a folder, a zip, a datapackage.json or nested JSON → tables under the standard's names
sheet      a spreadsheet with one row a service → the same tables
inline     lists in a cell → rows of their own table
clean, times, privacy   one value at a time: what it says, or that it says nothing
tidy, rows   the tables' cells, and what is special in the rows of one table, cleaned
assemble   tidy tables → organizations as their files hold them
folder     organizations → a city's folder that `load_city` reads
report     what was dropped, changed or is doubtful on the way, and why
"""
