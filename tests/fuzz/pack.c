/* Rule packs: one that is not refused is used on a document. */
#include "fuzz/fuzz.h"

#include <fcntl.h>
#include <unistd.h>

#include "pack/pack.h"

static const char bulletin[] =
    "一、概况\n\n2024年，全省水泥产量为1.5万吨，同比增长3.2%[1]。据省局统计，甲、乙分别为3个、4个，占"
    "全部的5%，预计从6个到7个。\n\n[1] 来源：省局\n";

static const char *write_file(const uint8_t *bytes, size_t size) {
    static char path[] = "/tmp/dcx-fuzz-XXXXXX";
    static int file = -1;
    if (file < 0) {
        file = mkstemp(path);
        CHECK(file >= 0);
    }
    CHECK(!ftruncate(file, 0) && !lseek(file, 0, SEEK_SET) && write(file, bytes, size) == (ssize_t)size);
    return path;
}

static dcx_status use(const dcx_pack *pack, const dcx_allocator *hooks) {
    dcx_reader *reader;
    dcx_error error;
    fuzz_log log = {0};
    const dcx_handler handler = {.data = &log, .record = fuzz_log_row, .missed = fuzz_log_row};
    dcx_status status = dcx_reader_open(&reader, pack, NULL, hooks, &error);
    if (!status)
        status = dcx_extract(reader, "name", bulletin, strlen(bulletin), &handler, NULL, &error);
    dcx_reader_free(reader);
    fuzz_log_free(&log);
    return status;
}

/* fail_at: the request for memory that gets none, 0: all get theirs. Returns how many there were. */
static long load(const char *path, long fail_at) {
    allocations counted = {.fail_at = fail_at};
    const dcx_allocator hooks = allocations_hooks(&counted);
    dcx_pack *pack = fuzz_pack();
    dcx_error error = {0};
    dcx_status status = pack_load(&pack, NULL, &path, 1, &hooks, &error);
    CHECK(status == DCX_OK || (!pack && error.status == status && *error.message));
    if (!status)
        status = use(pack, &hooks);
    CHECK(status == DCX_OK || status == DCX_BAD_PACK || status == DCX_LIMIT || (status == DCX_NO_MEMORY && fail_at));
    dcx_pack_free(pack);
    CHECK(counted.live == 0);
    return counted.asked;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    const char *path = write_file(bytes, size);
    long asked = load(path, 0);
    if (size % FUZZ_AGAIN == 1)
        (void)load(path, fuzz_choice((dcx_text){(const char *)bytes, size}, asked));
    return 0;
}
