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
void input_free(input *in);

#endif
