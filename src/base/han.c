#include "base/han.h"

void han_simplify(char *text, size_t length) {
    bool valid;
    for (size_t i = 0; i < length;) {
        char32_t c;
        size_t n = utf8_decode(text + i, length - i, &c, &valid);
        if (valid && c >= HAN_FIRST && c <= HAN_LAST)
            (void)utf8_encode(han_simplified(c), text + i);
        i += n;
    }
}
