/* Web pages to blocks. */
#include "fuzz/reading.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    fuzz_read_document("html", (dcx_text){(const char *)bytes, size});
    return 0;
}
