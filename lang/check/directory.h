// The directory of a book: from the persons of its file to plain data.
#ifndef CHECK_DIRECTORY_H
#define CHECK_DIRECTORY_H

#include "check/checker.h"
#include "writ/people.h"

// The persons of all directory files that could be read, by rising id; a book has one such file.
// Tells what is wrong in them.
WritDirectory *check_directory(Checker *checker, const TreeFile *const *files, uint32_t count);

// Warns of roles whose group nobody belongs to. Nothing when the book has no directory.
void check_role_groups(Checker *checker, const WritDirectory *directory);

#endif
