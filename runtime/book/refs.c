#include "book/refs.h"

#include <assert.h>
#include <fcntl.h>
#include <string.h>

#include "book/printable.h"
#include "book/regular.h"

enum { ID_DIGITS = WRIT_COMMIT_ID_BYTES - 1, SHA256_DIGITS = 64 };

static bool starts_with(WritText text, const char *prefix)
{
    size_t length = strlen(prefix);
    return text.length >= length && memcmp(text.data, prefix, length) == 0;
}

static bool is_hex(WritText text, size_t digits)
{
    if (text.length != digits) {
        return false;
    }
    for (size_t i = 0; i < digits; i++) {
        char byte = text.data[i];
        if (!((byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'f'))) {
            return false;
        }
    }
    return true;
}

bool refs_read_id(WritCommitId *id, WritText text)
{
    if (!is_hex(text, ID_DIGITS)) {
        return false;
    }
    memcpy(id->hex, text.data, ID_DIGITS);
    id->hex[ID_DIGITS] = '\0';
    return true;
}

// One part of a name, between slashes (git-check-ref-format).
static bool is_part_valid(WritText part)
{
    if (part.length == 0 || part.data[0] == '.' || part.data[part.length - 1] == '.') {
        return false;
    }
    if (part.length >= 5 && memcmp(part.data + part.length - 5, ".lock", 5) == 0) {
        return false;
    }
    for (size_t i = 0; i < part.length; i++) {
        unsigned char byte = (unsigned char)part.data[i];
        char next = i + 1 < part.length ? part.data[i + 1] : '\0';
        if (byte <= 0x20 || byte == 0x7f || strchr("~^:?*[\\", byte) != NULL ||
            (byte == '.' && next == '.') || (byte == '@' && next == '{')) {
            return false;
        }
    }
    return true;
}

static bool are_parts_valid(WritText name)
{
    size_t start = 0;
    for (size_t i = 0; i <= name.length; i++) {
        if (i == name.length || name.data[i] == '/') {
            if (!is_part_valid((WritText){name.data + start, i - start})) {
                return false;
            }
            start = i + 1;
        }
    }
    return true;
}

bool refs_name_is_valid(WritText name)
{
    static const char *const kinds[] = {"refs/heads/", "refs/tags/", "refs/remotes/"};
    if (name.length > REF_NAME_BYTES_MAX || !are_parts_valid(name)) {
        return false;
    }
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (starts_with(name, kinds[i]) && name.length > strlen(kinds[i])) {
            return true;
        }
    }
    return false;
}

// --- packed-refs ----------------------------------------------------------------------------

static WritStatus fail_packed(unsigned line, WritError *error)
{
    writ_fail(error, WRIT_INVALID, "line %u of packed-refs in the repository cannot be read", line);
    return writ_hint(error, "Run \"git show-ref\" in it, then \"git pack-refs --all\".");
}

// True when the line is an id, a space and a name, which are given.
static bool split_line(WritText line, WritText *id, WritText *name)
{
    if (line.length < ID_DIGITS + 2 || line.data[ID_DIGITS] != ' ') {
        return false;
    }
    *id = (WritText){line.data, ID_DIGITS};
    *name = (WritText){line.data + ID_DIGITS + 1, line.length - ID_DIGITS - 1};
    return is_hex(*id, ID_DIGITS) && starts_with(*name, "refs/") && are_parts_valid(*name);
}

static bool is_peeled_line(WritText line)
{
    return line.length == ID_DIGITS + 1 && line.data[0] == '^' &&
           is_hex((WritText){line.data + 1, ID_DIGITS}, ID_DIGITS);
}

WritStatus refs_find_packed(WritCommitId *id, WritText packed, WritText name, WritError *error)
{
    bool found = false;
    unsigned number = 0;
    for (size_t at = 0; at < packed.length;) {
        number++;
        const char *end = memchr(packed.data + at, '\n', packed.length - at);
        if (end == NULL) {
            return fail_packed(number, error);
        }
        WritText line = {packed.data + at, (size_t)(end - (packed.data + at))};
        at += line.length + 1;
        if (starts_with(line, "#") || (number > 1 && is_peeled_line(line))) {
            continue;
        }
        WritText line_id, line_name;
        if (!split_line(line, &line_id, &line_name)) {
            return fail_packed(number, error);
        }
        if (starts_with(line_name, "refs/replace/")) {
            writ_fail(error, WRIT_INVALID,
                      "the repository replaces objects (refs/replace in "
                      "packed-refs), so git shows other content than it has");
            return writ_hint(error, "Look at them with \"git replace --list\" and remove them with "
                                    "\"git replace --delete\".");
        }
        if (writ_text_equal(line_name, name)) {
            if (found) {
                return fail_packed(number, error); // The name stands there twice.
            }
            found = refs_read_id(id, line_id);
        }
    }
    return found ? WRIT_OK : WRIT_NOT_FOUND;
}

static WritStatus find_packed(WritCommitId *id, const WritBook *book, WritText name,
                              WritError *error)
{
    WritBuffer packed = {0};
    WritStatus status =
        regular_read(&packed, book->common, "packed-refs", PACKED_REFS_BYTES_MAX, error);
    if (status == WRIT_OK) {
        status = refs_find_packed(id, writ_buffer_text(&packed), name, error);
    }
    writ_buffer_dispose(&packed);
    return status;
}

WritStatus refs_check(const WritBook *book, WritError *error)
{
    WritCommitId none;
    WritStatus status = find_packed(&none, book, (WritText){NULL, 0}, error);
    return status == WRIT_NOT_FOUND ? WRIT_OK : status;
}

// --- Resolving ------------------------------------------------------------------------------

// What one reference holds: the name of another one, or an id.
typedef struct Held {
    char name[REF_NAME_BYTES_MAX + 1]; // Empty where `id` is set.
    WritCommitId id;
} Held;

static WritStatus refuse_content(const char *name, WritText content, WritError *error)
{
    char shown[PRINTABLE_BYTES];
    printable(shown, writ_text(name));
    if (is_hex(content, SHA256_DIGITS)) {
        writ_fail(error, WRIT_INVALID,
                  "%s holds a SHA-256 id; only repositories with SHA-1 ids are "
                  "read",
                  shown);
        return writ_hint(error, "Make the book in a repository of the usual kind (git init "
                                "--object-format=sha1).");
    }
    writ_fail(error, WRIT_INVALID,
              "%s in the repository holds neither a commit id nor the name of a "
              "branch",
              shown);
    return writ_hint(error, "Run \"git fsck\" in it.");
}

static WritStatus judge_content(Held *held, const char *name, WritText content, WritError *error)
{
    static const char symbolic[] = "ref: ";
    if (content.length > 0 && content.data[content.length - 1] == '\n') {
        content.length--;
    }
    if (!starts_with(content, symbolic)) {
        return refs_read_id(&held->id, content) ? WRIT_OK : refuse_content(name, content, error);
    }
    WritText target = {content.data + sizeof symbolic - 1, content.length - (sizeof symbolic - 1)};
    if (!refs_name_is_valid(target)) {
        return refuse_content(name, content, error);
    }
    memcpy(held->name, target.data, target.length);
    held->name[target.length] = '\0';
    return WRIT_OK;
}

// A folder in place of the file, empty or with other references in it, means that the name has no
// file of its own.
static bool is_folder(int folder, const char *path)
{
    struct stat found;
    return fstatat(folder, path, &found, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(found.st_mode);
}

// Reads HEAD or the reference `name`. WRIT_NOT_FOUND with a sentence that the caller replaces.
// git packs a reference before it removes its file, so looking for the file first misses none.
static WritStatus read_reference(Held *held, const WritBook *book, const char *name,
                                 WritError *error)
{
    *held = (Held){0};
    bool is_head = strcmp(name, "HEAD") == 0;
    int folder = is_head ? book->git : book->common;
    WritStatus status = WRIT_NOT_FOUND;
    if (!is_folder(folder, name)) {
        WritBuffer content = {0};
        status = regular_read(&content, folder, name, REF_FILE_BYTES_MAX, error);
        if (status == WRIT_OK) {
            status = judge_content(held, name, writ_buffer_text(&content), error);
        }
        writ_buffer_dispose(&content);
    }
    return status == WRIT_NOT_FOUND && !is_head
               ? find_packed(&held->id, book, writ_text(name), error)
               : status;
}

static WritStatus fail_missing(const WritBook *book, const char *revision, const char *name,
                               WritError *error)
{
    char shown[PRINTABLE_BYTES];
    printable(shown, writ_text(name));
    if (revision == NULL) {
        writ_fail(error, WRIT_NOT_FOUND, "the book \"%s\" has no commit yet", book->directory);
        return writ_hint(error, "Run \"git add .\" and \"git commit\" in it.");
    }
    writ_fail(error, WRIT_NOT_FOUND, "the book \"%s\" has no %s", book->directory, shown);
    return writ_hint(error, "\"git show-ref\" in it lists what there is.");
}

static WritStatus follow(WritCommitId *id, const WritBook *book, const char *revision,
                         WritError *error)
{
    char name[REF_NAME_BYTES_MAX + 1];
    (void)strcpy(name, revision == NULL ? "HEAD" : revision);
    for (int hop = 0; hop <= REF_HOPS_MAX; hop++) {
        Held held;
        WritStatus status = read_reference(&held, book, name, error);
        if (status == WRIT_NOT_FOUND) {
            return fail_missing(book, revision, name, error);
        }
        if (status != WRIT_OK) {
            return status;
        }
        if (held.name[0] == '\0') {
            *id = held.id;
            return WRIT_OK;
        }
        (void)strcpy(name, held.name);
    }
    writ_fail(error, WRIT_INVALID,
              "more than %d references of the repository only name the next one", REF_HOPS_MAX);
    return writ_hint(error,
                     "They go round in a circle: name the commit with \"git symbolic-ref HEAD "
                     "refs/heads/main\".");
}

static WritStatus refuse_revision(const WritBook *book, const char *revision, WritError *error)
{
    char shown[PRINTABLE_BYTES], branch[REF_NAME_BYTES_MAX + 1] = "";
    printable(shown, writ_text(revision));
    writ_fail(error, WRIT_INVALID, "\"%s\" is no full commit id and no full reference name", shown);
    WritBuffer guess = {0};
    writ_buffer_format(&guess, "refs/heads/%s", revision);
    if (refs_name_is_valid(writ_buffer_text(&guess))) {
        (void)strcpy(branch, writ_buffer_string(&guess));
    }
    writ_buffer_dispose(&guess);
    Held held;
    if (branch[0] != '\0' && read_reference(&held, book, branch, NULL) == WRIT_OK) {
        printable(shown, writ_text(branch));
        return writ_hint(error, "Write %s if you mean the branch.", shown);
    }
    return writ_hint(error,
                     "Write the 40 digits that \"git rev-parse\" gives, or refs/heads/NAME.");
}

WritStatus refs_resolve(WritCommitId *id, const WritBook *book, const char *revision,
                        WritError *error)
{
    if (revision == NULL || strcmp(revision, "HEAD") == 0) {
        return follow(id, book, NULL, error);
    }
    WritText text = writ_text(revision);
    if (refs_read_id(id, text)) {
        return WRIT_OK;
    }
    if (is_hex(text, SHA256_DIGITS)) {
        return refuse_content("the revision", text, error);
    }
    return refs_name_is_valid(text) ? follow(id, book, revision, error)
                                    : refuse_revision(book, revision, error);
}
