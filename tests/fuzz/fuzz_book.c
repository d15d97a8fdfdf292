// What is read of a repository outside of the child: the configuration, packed references, names
// of references and paths. What is accepted keeps the promises that later code relies on.
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "book/config.h"
#include "book/harvest.h"
#include "book/message.h"
#include "book/printable.h"
#include "book/refs.h"

static void check_packed(WritText text)
{
    WritCommitId id = {""};
    if (refs_find_packed(&id, text, writ_text("refs/heads/main"), NULL) == WRIT_OK) {
        WritCommitId again;
        assert(refs_read_id(&again, writ_text(id.hex)));
        assert(memmem(text.data, text.length, " refs/heads/main\n", 17) != NULL);
    }
}

static void check_name(WritText text)
{
    if (refs_name_is_valid(text)) {
        assert(text.length <= REF_NAME_BYTES_MAX && memcmp(text.data, "refs/", 5) == 0);
        assert(memmem(text.data, text.length, "..", 2) == NULL);
        assert(memmem(text.data, text.length, "//", 2) == NULL);
        assert(memchr(text.data, '\0', text.length) == NULL);
    }
}

static void check_path(WritText text)
{
    if (harvest_check_path(text, HARVEST_ALL, NULL) == WRIT_OK) {
        char shown[PRINTABLE_BYTES];
        assert(text.length > 0 && text.length <= WRIT_BOOK_PATH_BYTES_MAX && text.data[0] != '/');
        assert(memmem(text.data, text.length, "..", 2) == NULL ||
               memmem(text.data, text.length, "/../", 4) == NULL);
        assert(memmem(text.data, text.length, ".git/", 5) == NULL || text.length > 5);
        assert(printable_is_clean(text));
        printable(shown, text);
    }
}

static void check_message(WritText text)
{
    WritReader in = writ_reader(text);
    WritCommit commit;
    uint32_t count;
    if (book_message_kind(&in) == MESSAGE_COMMIT && book_message_get_commit(&in, &commit, &count)) {
        WritBuffer out = {0};
        book_message_put_commit(&out, &commit, count);
        assert(writ_text_equal(writ_buffer_text(&out), text));
        writ_buffer_dispose(&out);
    }
}

static void check_clean(WritText text)
{
    WritBuffer out = {0};
    printable_clean(&out, text, 100);
    assert(out.length <= 100 && printable_is_clean(writ_buffer_text(&out)));
    writ_buffer_dispose(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    WritText text = {(const char *)data, size};
    (void)!config_check_text(text, NULL);
    check_packed(text);
    check_name(text);
    check_path(text);
    check_message(text);
    check_clean(text);
    return 0;
}
