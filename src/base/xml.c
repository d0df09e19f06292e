#include "base/xml.h"

LIBRARY_DEFINE(xml, XML_FUNCTIONS, libxml2)

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
    xml_voice before = {*xml.__xmlStructuredError(), *xml.__xmlStructuredErrorContext()};
    xml.xmlSetStructuredErrorFunc(NULL, say_nothing);
    return before;
}

void xml_unhush(xml_voice before) {
    xml.xmlSetStructuredErrorFunc(before.data, before.say);
}
