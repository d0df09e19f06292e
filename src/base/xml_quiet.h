/* libxml2 prints what it has no better way to say, whatever it is asked for. Not in between these two calls. */
#ifndef DCX_BASE_XML_QUIET_H
#define DCX_BASE_XML_QUIET_H

#include <libxml/xmlerror.h>

/* What was there before, of this thread. */
typedef struct xml_voice {
    xmlStructuredErrorFunc say;
    void *data;
} xml_voice;

xml_voice xml_hush(void);
void xml_unhush(xml_voice before);

#endif
