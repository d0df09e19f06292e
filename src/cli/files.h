/* The list of inputs: files, folders with all documents in them, lists of names in a file. */
#ifndef DCX_CLI_FILES_H
#define DCX_CLI_FILES_H

#include "cli/options.h"

/* Replaces the folders among o->files by the documents in and below them, in order of their names, and adds the names
 * of
 * --files0-from. A folder without documents of known endings stays, so that reading it says what is wrong. What else is
 * wrong is said. */
exit_code files_expand(options *o);
/* Frees what that has made. */
void files_free(options *o);

#endif
