#include "record/guard.h"

#include <string.h>

#include "record/records.h"

/* A plain number, or a percentage. */
static bool is_number(dcx_text t) {
    bool percent = t.at[t.length - 1] == '%';
    return digits_plain((dcx_text){t.at, t.length - percent});
}

static bool begins_formula(dcx_text t) {
    static const char *const signs[] = {"=", "+", "-", "@", "\t", "\r", "\n", "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (strlen(signs[i]) <= t.length && !memcmp(t.at, signs[i], strlen(signs[i])))
            return true;
    return false;
}

static size_t apostrophes(dcx_text cell) {
    size_t n = 0;
    while (n < cell.length && cell.at[n] == '\'')
        n++;
    return n;
}

bool guard_is_needed(dcx_text cell) {
    static const ascii_set first = {
        {1ULL << '=' | 1ULL << '+' | 1ULL << '-' | 1ULL << '\t' | 1ULL << '\r' | 1ULL << '\n' | 1ULL << '\'',
         1ULL << ('@' - 64)}};
    if (!cell.length || !(*cell.at == '\xEF' || ascii_set_has(first, (unsigned char)*cell.at)))
        return false;
    size_t n = apostrophes(cell);
    dcx_text rest = {cell.at + n, cell.length - n};
    bool dash = cell.length == 1 && *cell.at == '-';
    return rest.length && !dash && begins_formula(rest) && (n || !is_number(rest));
}

dcx_text guard_removed(dcx_text cell) {
    size_t n = apostrophes(cell);
    dcx_text rest = {cell.at + n, cell.length - n};
    return n && rest.length && begins_formula(rest) ? (dcx_text){cell.at + 1, cell.length - 1} : cell;
}
