// The list of codes as a table.
#include "source/diag_data.h"

#include <assert.h>
#include <strings.h>

static const WritDiagInfo infos[] = {
#define DIAGNOSTIC(name, number, severity, title, explanation, wrong, right)                       \
    {"W" #number, WRIT_SEVERITY_##severity, title, explanation, wrong, right},
#include "source/diagnostics.def"
#undef DIAGNOSTIC
};

static_assert(sizeof infos / sizeof infos[0] == DIAG_COUNT, "the table has every code");

const WritDiagInfo *diag_info(DiagCode code)
{
    assert(code < DIAG_COUNT);
    return &infos[code];
}

const char *diag_explanation(DiagCode code)
{
    return diag_info(code)->explanation;
}

const char *diag_severity_name(WritSeverity severity)
{
    switch (severity) {
    case WRIT_SEVERITY_ERROR:
        return "error";
    case WRIT_SEVERITY_WARNING:
        return "warning";
    }
    WRIT_UNREACHABLE();
}

const WritDiagInfo *writ_diag_info(size_t index)
{
    return index < DIAG_COUNT ? &infos[index] : NULL;
}

const WritDiagInfo *writ_diag_info_find(WritText code)
{
    for (size_t i = 0; i < DIAG_COUNT; i++) {
        WritText own = writ_text(infos[i].code);
        if (own.length == code.length && strncasecmp(own.data, code.data, own.length) == 0) {
            return &infos[i];
        }
    }
    return NULL;
}
