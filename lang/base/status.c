#include "writ/status.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

WritStatus writ_fail(WritError *error, WritStatus status, const char *format, ...)
{
    assert(status != WRIT_OK);
    if (error == NULL) {
        return status;
    }
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(error->text, sizeof error->text, format, arguments);
    va_end(arguments);
    error->status = status;
    error->hint[0] = '\0';
    return status;
}

WritStatus writ_hint(WritError *error, const char *format, ...)
{
    if (error == NULL) {
        return WRIT_INVALID;
    }
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(error->hint, sizeof error->hint, format, arguments);
    va_end(arguments);
    return error->status;
}

const char *writ_status_name(WritStatus status)
{
    switch (status) {
    case WRIT_OK:
        return "ok";
    case WRIT_NOT_FOUND:
        return "not found";
    case WRIT_CONFLICT:
        return "conflict";
    case WRIT_DENIED:
        return "denied";
    case WRIT_INVALID:
        return "invalid";
    case WRIT_LIMIT:
        return "limit";
    case WRIT_IO:
        return "input or output failed";
    case WRIT_NO_MEMORY:
        return "out of memory";
    }
    WRIT_UNREACHABLE();
}
