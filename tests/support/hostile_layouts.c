// Repositories of kinds that are not read, and references that lead astray.
#include "support/hostile_books.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static const char sixty_four_digits[] =
    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n";

static void good(const Maker *maker)
{
    maker_commit(maker, maker_one_file(maker, "a.writ", "writ 2026\n"));
}

// --- Kinds of repositories ------------------------------------------------------------------

static void with_file(const Maker *maker, const char *path, const char *content)
{
    good(maker);
    maker_write_string(maker, path, content);
}

static void alternates(const Maker *maker)
{
    with_file(maker, "book/.git/objects/info/alternates", "../../../outside/objects\n");
}

static void http_alternates(const Maker *maker)
{
    with_file(maker, "book/.git/objects/info/http-alternates", "http://example.com/objects\n");
}

static void replaced_object(const Maker *maker)
{
    with_file(maker, "book/.git/refs/replace/1111111111111111111111111111111111111111",
              "2222222222222222222222222222222222222222\n");
}

static void replaced_object_in_packed_refs(const Maker *maker)
{
    with_file(maker, "book/.git/packed-refs",
              "# pack-refs with: peeled fully-peeled sorted \n"
              "2222222222222222222222222222222222222222 "
              "refs/replace/1111111111111111111111111111111111111111\n");
}

static void grafts(const Maker *maker)
{
    with_file(maker, "book/.git/info/grafts", "1111111111111111111111111111111111111111\n");
}

static void shallow(const Maker *maker)
{
    with_file(maker, "book/.git/shallow", "1111111111111111111111111111111111111111\n");
}

static void promisor_pack(const Maker *maker)
{
    with_file(maker, "book/.git/objects/pack/pack-1.promisor", "");
}

static void with_config(const Maker *maker, const char *config)
{
    with_file(maker, "book/.git/config", config);
}

static void partial_clone(const Maker *maker)
{
    with_config(maker, "[remote \"origin\"]\n\tpromisor = true\n");
}

static void partial_clone_in_old_spelling(const Maker *maker)
{
    with_config(maker, "[Remote.Origin] PartialCloneFilter = blob:none\n");
}

static void unknown_extension(const Maker *maker)
{
    with_config(maker, "[core]\nrepositoryformatversion = 1\n[extensions]\n\tteleport = true\n");
}

static void extension_behind_a_long_line(const Maker *maker)
{
    with_config(maker, "[core]\nx = a \\\n  b # c\n[extensions] objectFormat = \"sha\\\n256\"\n");
}

static void later_format(const Maker *maker)
{
    with_config(maker, "[core]\n\trepositoryformatversion = 2\n");
}

static void config_cannot_be_read(const Maker *maker)
{
    with_config(maker, "[core]\n\tx = \"open\n[extensions]\n");
}

static void config_includes_another_file(const Maker *maker)
{
    maker_write_string(maker, "outside/config", "[core]\n\trepositoryformatversion = 9\n");
    with_config(maker, "[include]\n\tpath = ../../outside/config\n");
}

static void objects_are_elsewhere(const Maker *maker)
{
    good(maker);
    char from[512], to[512];
    (void)snprintf(from, sizeof from, "%s/book/.git/objects", maker->root);
    (void)snprintf(to, sizeof to, "%s/outside", maker->root);
    int result = rename(from, to);
    assert(result == 0);
    maker_link(maker, "book/.git/objects", "../../outside");
}

static void git_is_a_link(const Maker *maker)
{
    good(maker);
    char from[512], to[512];
    (void)snprintf(from, sizeof from, "%s/book/.git", maker->root);
    (void)snprintf(to, sizeof to, "%s/outside", maker->root);
    int result = rename(from, to);
    assert(result == 0);
    maker_link(maker, "book/.git", "../outside");
}

static void gitdir_leads_elsewhere(const Maker *maker)
{
    git_is_a_link(maker);
    maker_remove(maker, "book/.git");
    maker_write_string(maker, "book/.git", "gitdir: ../outside\n");
}

// The other repository has a work tree of this name, but it is not this one.
static void gitdir_of_another_work_tree(const Maker *maker)
{
    char line[256];
    gitdir_leads_elsewhere(maker);
    maker_write_string(maker, "other/.git", "gitdir: ../outside/worktrees/book\n");
    (void)snprintf(line, sizeof line, "%s/other/.git\n", maker->root);
    maker_write_string(maker, "outside/worktrees/book/gitdir", line);
    maker_write_string(maker, "outside/worktrees/book/commondir", "../..\n");
    maker_write_string(maker, "outside/worktrees/book/HEAD", "ref: refs/heads/main\n");
    maker_write_string(maker, "book/.git", "gitdir: ../outside/worktrees/book\n");
}

// It points back, but the repository that it calls its own does not know it.
static void gitdir_of_no_repository(const Maker *maker)
{
    char line[256];
    gitdir_leads_elsewhere(maker);
    (void)snprintf(line, sizeof line, "%s/book/.git\n", maker->root);
    maker_write_string(maker, "elsewhere/book/gitdir", line);
    maker_write_string(maker, "elsewhere/book/commondir", "../../outside\n");
    maker_write_string(maker, "elsewhere/book/HEAD", "ref: refs/heads/main\n");
    maker_write_string(maker, "book/.git", "gitdir: ../elsewhere/book\n");
}

static void gitdir_is_rubbish(const Maker *maker)
{
    git_is_a_link(maker);
    maker_remove(maker, "book/.git");
    maker_write_string(maker, "book/.git", "hello\nworld\n");
}

// --- References -----------------------------------------------------------------------------

static void head_in_a_circle(const Maker *maker)
{
    good(maker);
    maker_write_string(maker, "book/.git/refs/heads/main", "ref: refs/heads/other\n");
    maker_write_string(maker, "book/.git/refs/heads/other", "ref: refs/heads/main\n");
}

static void head_leads_out(const Maker *maker)
{
    maker_write_string(maker, "outside/id", "1111111111111111111111111111111111111111\n");
    with_file(maker, "book/.git/HEAD", "ref: refs/heads/../../../outside/id\n");
}

static void head_is_a_link(const Maker *maker)
{
    good(maker);
    maker_write_string(maker, "outside/id", "1111111111111111111111111111111111111111\n");
    maker_link(maker, "book/.git/HEAD", "../../outside/id");
}

static void branch_is_a_link(const Maker *maker)
{
    good(maker);
    maker_write_string(maker, "outside/id", "1111111111111111111111111111111111111111\n");
    maker_link(maker, "book/.git/refs/heads/main", "../../../../outside/id");
}

static void branch_is_a_pipe(const Maker *maker)
{
    good(maker);
    maker_remove(maker, "book/.git/refs/heads/main");
    char full[512];
    (void)snprintf(full, sizeof full, "%s/book/.git/refs/heads/main", maker->root);
    int result = mkfifo(full, 0666);
    assert(result == 0);
}

static void head_is_rubbish(const Maker *maker)
{
    with_file(maker, "book/.git/HEAD", "11111111111111111111\n");
}

static WritText filled(WritBuffer *buffer, size_t length, char byte)
{
    writ_buffer_reserve(buffer, length);
    memset(buffer->data, byte, length);
    buffer->length = length;
    return writ_buffer_text(buffer);
}

static void head_is_long(const Maker *maker)
{
    good(maker);
    WritBuffer content = {0};
    maker_write(maker, "book/.git/HEAD", filled(&content, 100000, '1'));
    writ_buffer_dispose(&content);
}

static void branch_of_sha256(const Maker *maker)
{
    with_file(maker, "book/.git/refs/heads/main", sixty_four_digits);
}

static void packed_refs_are_rubbish(const Maker *maker)
{
    with_file(maker, "book/.git/packed-refs", "# pack-refs with: peeled\nrubbish\n");
}

static void packed_refs_are_cut_off(const Maker *maker)
{
    with_file(maker, "book/.git/packed-refs",
              "1111111111111111111111111111111111111111 refs/heads/x");
}

static void packed_refs_lead_out(const Maker *maker)
{
    with_file(maker, "book/.git/packed-refs",
              "1111111111111111111111111111111111111111 refs/heads/../../x\n");
}

static void branch_is_packed_twice(const Maker *maker)
{
    with_file(maker, "book/.git/packed-refs",
              "1111111111111111111111111111111111111111 refs/heads/main\n"
              "2222222222222222222222222222222222222222 refs/heads/main\n");
    maker_remove(maker, "book/.git/refs/heads/main");
}

// --- The list -------------------------------------------------------------------------------

const HostileBook hostile_layouts[] = {
    {"alternates", alternates, WRIT_INVALID, "borrows objects"},
    {"http_alternates", http_alternates, WRIT_INVALID, "borrows objects"},
    {"replaced_object", replaced_object, WRIT_INVALID, "replaces objects"},
    {"replaced_object_in_packed_refs", replaced_object_in_packed_refs, WRIT_INVALID,
     "replaces objects"},
    {"grafts", grafts, WRIT_INVALID, "has grafts"},
    {"shallow", shallow, WRIT_INVALID, "is a shallow clone"},
    {"promisor_pack", promisor_pack, WRIT_INVALID, "is a partial clone"},
    {"partial_clone", partial_clone, WRIT_INVALID, "is a partial clone"},
    {"partial_clone_in_old_spelling", partial_clone_in_old_spelling, WRIT_INVALID,
     "is a partial clone"},
    {"unknown_extension", unknown_extension, WRIT_INVALID, "the extension teleport"},
    {"extension_behind_a_long_line", extension_behind_a_long_line, WRIT_INVALID,
     "another hash than SHA-1"},
    {"later_format", later_format, WRIT_INVALID, "format version 2"},
    {"config_cannot_be_read", config_cannot_be_read, WRIT_INVALID, "line 2 of the"},
    {"config_includes_another_file", config_includes_another_file, WRIT_OK, NULL},
    {"objects_are_elsewhere", objects_are_elsewhere, WRIT_INVALID, "objects is a symbolic link"},
    {"git_is_a_link", git_is_a_link, WRIT_INVALID, ".git is a symbolic link"},
    {"gitdir_leads_elsewhere", gitdir_leads_elsewhere, WRIT_INVALID,
     "does not know this work tree"},
    {"gitdir_of_another_work_tree", gitdir_of_another_work_tree, WRIT_INVALID,
     "does not know this work tree"},
    {"gitdir_of_no_repository", gitdir_of_no_repository, WRIT_INVALID,
     "does not list it among its work trees"},
    {"gitdir_is_rubbish", gitdir_is_rubbish, WRIT_INVALID, ".git does not hold one line"},

    {"head_in_a_circle", head_in_a_circle, WRIT_INVALID, "only name the next one"},
    {"head_leads_out", head_leads_out, WRIT_INVALID, "HEAD in the repository holds neither"},
    {"head_is_a_link", head_is_a_link, WRIT_INVALID, "HEAD is a symbolic link"},
    {"branch_is_a_link", branch_is_a_link, WRIT_INVALID, "refs/heads/main is a symbolic link"},
    {"branch_is_a_pipe", branch_is_a_pipe, WRIT_INVALID, "refs/heads/main is no regular file"},
    {"head_is_rubbish", head_is_rubbish, WRIT_INVALID, "HEAD in the repository holds neither"},
    {"head_is_long", head_is_long, WRIT_LIMIT, "HEAD has more than 512 bytes"},
    {"branch_of_sha256", branch_of_sha256, WRIT_INVALID, "holds a SHA-256 id"},
    {"packed_refs_are_rubbish", packed_refs_are_rubbish, WRIT_INVALID, "line 2 of packed-refs"},
    {"packed_refs_are_cut_off", packed_refs_are_cut_off, WRIT_INVALID, "line 1 of packed-refs"},
    {"packed_refs_lead_out", packed_refs_lead_out, WRIT_INVALID, "line 1 of packed-refs"},
    {"branch_is_packed_twice", branch_is_packed_twice, WRIT_INVALID, "line 2 of packed-refs"},
};

const size_t hostile_layout_count = sizeof hostile_layouts / sizeof hostile_layouts[0];
