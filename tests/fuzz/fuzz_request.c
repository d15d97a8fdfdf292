// Requests and replies at the socket: whatever is taken keeps its bounds and is written back as the
// same bytes, so that each has one spelling.
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "writ/host.h"

static void assert_same(const WritBuffer *out, WritText bytes)
{
    assert(writ_text_equal(writ_buffer_text(out), bytes));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    WritText bytes = {(const char *)data, size};
    WritBuffer out = {0};
    WritRequest request;
    WritReply reply;
    WritError error;
    if (writ_request_decode(&request, bytes, &error) == WRIT_OK) {
        assert(writ_request_check(&request, &error) == WRIT_OK);
        assert(writ_request_name((uint32_t)request.kind) != NULL);
        assert(size <= WRIT_REQUEST_BYTES_MAX);
        writ_request_encode(&out, &request);
        assert_same(&out, bytes);
    }
    writ_buffer_clear(&out);
    if (writ_reply_decode(&reply, bytes, &error) == WRIT_OK) {
        writ_reply_encode(&out, &reply);
        assert_same(&out, bytes);
    }
    writ_buffer_dispose(&out);
    return 0;
}
