#include "base/xml_quiet.h"

#include <libxml/globals.h>
#include <libxml/xmlversion.h>

#if LIBXML_VERSION >= 21200
typedef const xmlError *error_view;
#else
typedef xmlError *error_view;
#endif

static void say_nothing(void *data, error_view what) {
    (void)data;
    (void)what;
}

xml_voice xml_hush(void) {
    xml_voice before = {xmlStructuredError, xmlStructuredErrorContext};
    xmlSetStructuredErrorFunc(NULL, say_nothing);
    return before;
}

void xml_unhush(xml_voice before) {
    xmlSetStructuredErrorFunc(before.data, before.say);
}
