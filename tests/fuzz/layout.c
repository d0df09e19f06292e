/* Plain text and Markdown to blocks. */
#include "fuzz/reading.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    fuzz_read_document("text", (dcx_text){(const char *)bytes, size});
    return 0;
}
