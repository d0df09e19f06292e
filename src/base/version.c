#include "dcx.h"

const char *dcx_version(void) {
    return DCX_VERSION;
}
