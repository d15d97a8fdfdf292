// Whatever a child sends: a message that is taken keeps its bounds, and puts back the same bytes.
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "hook/protocol.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    WritText bytes = {(const char *)data, size};
    WritReader in = writ_reader(bytes);
    WritBuffer again = {0};
    MessageKind kind;
    if (!protocol_get_kind_of(&in, &kind)) {
        return 0;
    }
    ResultMessage result;
    HostCallMessage request;
    WritText failed;
    if (kind == MESSAGE_RESULT && protocol_get_result(&in, &result)) {
        assert(writ_text_is_utf8(result.outputs) && writ_text_is_utf8(result.log));
        assert(result.outputs.length <= WRIT_HOOK_RESULT_BYTES_MAX);
        protocol_put_result(&again, &result);
    } else if (kind == MESSAGE_HOST_CALL && protocol_get_host_call(&in, &request)) {
        assert(request.argument_count <= WRIT_HOOK_ARGUMENTS_MAX);
        protocol_put_host_call(&again, &request);
    } else if (kind == MESSAGE_FAILED && protocol_get_failed(&in, &failed)) {
        protocol_put_failed(&again, failed);
    } else if (kind == MESSAGE_READY && protocol_get_ready(&in)) {
        protocol_put_ready(&again);
    }
    if (again.length > 0) {
        assert(again.length == size && memcmp(again.data, data, size) == 0);
    }
    writ_buffer_dispose(&again);
    return 0;
}
