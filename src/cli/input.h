/* Whole files in memory. */
#ifndef DCX_CLI_INPUT_H
#define DCX_CLI_INPUT_H

#include "cli/cli.h"

typedef struct input {
    char *bytes;
    size_t size;
} input;

/* Reads a file, or standard input where path is "-". What is wrong is said; false then. */
bool input_read(input *in, const char *path);
/* The same of a file, silently; false also for standard input. */
bool input_try(input *in, const char *path);
/* The records of an input, be it a document or a file of records. pack is the reader's; reader's and error's are
 * those of dcx_extract. */
dcx_status input_records(const input *in, const dcx_pack *pack, dcx_reader *reader, const char *path,
                         const dcx_handler *handler, dcx_counts *counts, dcx_error *error);
void input_free(input *in);

#endif
