/* Runs a target on the files that are named, without a fuzzer. */
#include "fuzz/fuzz.h"

int main(int argc, char **argv) {
    for (int i = 1; i < argc; i++) {
        FILE *f = fopen(argv[i], "rb");
        CHECK(f && !fseek(f, 0, SEEK_END));
        long size = ftell(f);
        CHECK(size >= 0 && !fseek(f, 0, SEEK_SET));
        uint8_t *bytes = malloc(size ? (size_t)size : 1); /* of the exact size, so that reading beyond it is seen */
        CHECK(bytes && fread(bytes, 1, (size_t)size, f) == (size_t)size);
        (void)fclose(f);
        (void)LLVMFuzzerTestOneInput(bytes, (size_t)size);
        free(bytes);
    }
    return 0;
}
