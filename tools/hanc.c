/* Prints the table of characters that traditional text writes in another way than simplified text, as OpenCC knows
 * them: one simplified character for one traditional, Hong Kong's and Taiwan's forms included. */
#include <iconv.h>
#include <opencc/opencc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/han.h"
#include "base/utf8.h"

/* The first of these that changes a character decides. The last two also know how Hong Kong and Taiwan write characters
 * that are used in simplified text as well: those of GB 2312 stay as they are there. */
static const char *const ways[] = {"t2s.json", "hk2s.json", "tw2s.json"};

/* What OpenCC makes of one character: itself, unless that is one other character. */
static char32_t changed(opencc_t way, char32_t c) {
    char in[UTF8_MAX + 1] = "", out[64] = "";
    (void)utf8_encode(c, in);
    size_t n = opencc_convert_utf8_to_buffer(way, in, strlen(in), out);
    char32_t result;
    bool valid;
    if (n == (size_t)-1 || !n || utf8_decode(out, n, &result, &valid) != n || !valid)
        return c;
    return result >= HAN_FIRST && result <= HAN_LAST ? result : c;
}

static bool in_gb2312(iconv_t gb, char32_t c) {
    char in[UTF8_MAX], out[UTF8_MAX], *from = in, *to = out;
    size_t left = utf8_encode(c, in), room = sizeof out;
    return iconv(gb, &from, &left, &to, &room) != (size_t)-1;
}

static char32_t simplified(const opencc_t *way, iconv_t gb, char32_t c) {
    char32_t simple = changed(way[0], c);
    for (size_t i = 1; i < sizeof ways / sizeof *ways && simple == c && !in_gb2312(gb, c); i++)
        simple = changed(way[i], c);
    return simple;
}

static int put_table(const opencc_t *way, iconv_t gb) {
    (void)printf("/* Generated from OpenCC's dictionaries. */\n#include \"base/han.h\"\n\n"
                 "const char16_t han_table[HAN_LAST - HAN_FIRST + 1] = {\n");
    for (char32_t c = HAN_FIRST; c <= HAN_LAST; c++) {
        (void)printf("0x%04X,%s", (unsigned)simplified(way, gb, c), (c - HAN_FIRST) % 12 == 11 ? "\n" : " ");
    }
    (void)printf("};\n");
    return fflush(stdout) || ferror(stdout);
}

int main(void) {
    opencc_t way[sizeof ways / sizeof *ways];
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        way[i] = opencc_open(ways[i]);
        if (way[i] == (opencc_t)-1) {
            (void)fprintf(stderr, "hanc: %s: %s\n", ways[i], opencc_error());
            return EXIT_FAILURE;
        }
    }
    iconv_t gb = iconv_open("GB2312", "UTF-8");
    int failed = gb == (iconv_t)-1 || put_table(way, gb);
    (void)iconv_close(gb);
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        (void)opencc_close(way[i]);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
