/* The names of parts of speech. */
#include <string.h>

#include "pack/pack.h"

static const char *const names[] = {[SPEECH_NONE] = "",
#define X(id, name) [SPEECH_##id] = name,
                                    SPEECHES(X)
#undef X
};

const char *speech_name(speech s) {
    return names[s];
}

speech speech_named(const char *name) {
    for (int i = SPEECH_NONE + 1; i < SPEECH_COUNT; i++)
        if (!strcmp(names[i], name))
            return (speech)i;
    return SPEECH_NONE;
}
