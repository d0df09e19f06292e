/* What the test, the shim and the tracer tell each other: a file that all three map into memory. */
#ifndef DCX_TESTS_FAULTS_H
#define DCX_TESTS_FAULTS_H

#include <stdint.h>

enum {
    FAULTS_MARK = 99999, /* a system call that there is not: the shim says by it that main begins */
    FAULTS_CALLS = 16384,
    FAULTS_PATH = 512,
};

enum { FAULT_NONE, FAULT_ERROR, FAULT_SHORT, FAULT_SIGNAL, FAULT_SIZE, FAULT_GONE };

typedef struct faults_call {
    int32_t number, fd;
} faults_call;

typedef struct faults {
    int64_t fail_at;  /* the request for memory that gets none, from 1; 0: all get theirs */
    int64_t for_good; /* nor do those after it; calls of that number fail as well */
    int64_t asked;    /* how often memory was asked for */
    int64_t at;       /* the system call that something happens to, from 1 */
    int64_t number;   /* if it is this one */
    int64_t what;     /* FAULT_ERROR ... */
    int64_t value;    /* the error, how many bytes, the signal, the new size of path */
    int64_t hits;     /* how often it happened */
    int64_t calls;    /* how many there were */
    int64_t status;   /* as waitpid tells it */
    char path[FAULTS_PATH];
    faults_call call[FAULTS_CALLS];
} faults;

#endif
