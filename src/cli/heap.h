/* Memory for the libraries beneath dcx, many of which crash, hang or lose data where there is none. */
#ifndef DCX_CLI_HEAP_H
#define DCX_CLI_HEAP_H

typedef enum heap_mood {
    HEAP_USUAL,   /* a small request that cannot be met ends the program with a message, a large one fails */
    HEAP_STRICT,  /* a large one ends it, too */
    HEAP_PATIENT, /* both fail: for what copes with that, and would leave things half done */
} heap_mood;

void heap_be(heap_mood mood);

#endif
