/* Record files of separated values. */
#include "fuzz/records.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    fuzz_round_trip((dcx_text){(const char *)bytes, size}, "csv");
    return 0;
}
