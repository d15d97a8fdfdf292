// One byte of the line of positions lies between two files, so that the end of one is not the
// start of the next.
#include "writ/source.h"

#include <assert.h>
#include <string.h>

#include "source/utf8.h"

typedef struct File {
    WritSource source;
    uint32_t *line_starts; // Offsets; NULL until somebody asks.
    uint32_t line_count;
} File;

struct WritSources {
    WritArena *arena;
    File **files;
    uint32_t count;
    uint32_t capacity;
    uint32_t next_start;
};

enum { FILES_FIRST = 16 };

static_assert((uint64_t)WRIT_SOURCES_MAX * (WRIT_SOURCE_BYTES_MAX + 2) < UINT32_MAX,
              "every byte of every file has a position");

WritSources *writ_sources_new(WritArena *arena)
{
    WritSources *sources = writ_arena_alloc(arena, sizeof *sources);
    sources->arena = arena;
    sources->capacity = FILES_FIRST;
    sources->files = writ_arena_array(arena, sources->capacity, sizeof *sources->files);
    sources->next_start = 1;
    return sources;
}

static void make_room(WritSources *sources)
{
    if (sources->count < sources->capacity) {
        return;
    }
    uint32_t capacity = sources->capacity * 2;
    File **files = writ_arena_array(sources->arena, capacity, sizeof *files);
    memcpy(files, sources->files, sources->count * sizeof *files);
    sources->files = files;
    sources->capacity = capacity;
}

WritStatus writ_sources_add(WritSources *sources, WritText name, WritText bytes,
                            const WritSource **out, WritError *error)
{
    if (name.length == 0 || name.length > WRIT_SOURCE_NAME_BYTES_MAX) {
        return writ_fail(error, WRIT_INVALID,
                         "the path of a source file has %zu bytes, not 1 to %d", name.length,
                         WRIT_SOURCE_NAME_BYTES_MAX);
    }
    if (sources->count == WRIT_SOURCES_MAX) {
        writ_fail(error, WRIT_LIMIT, "more than %d source files are read together",
                  WRIT_SOURCES_MAX);
        return writ_hint(error, "split the book, or check fewer files at a time");
    }
    make_room(sources);
    File *file = writ_arena_alloc(sources->arena, sizeof *file);
    WritSource *source = &file->source;
    source->cut = bytes.length > WRIT_SOURCE_BYTES_MAX;
    if (source->cut) {
        bytes.length = WRIT_SOURCE_BYTES_MAX;
    }
    source->name = writ_arena_text(sources->arena, name);
    source->text = writ_arena_text(sources->arena, bytes);
    source->start = sources->next_start;
    source->index = sources->count;
    sources->next_start += (uint32_t)bytes.length + 1;
    sources->files[sources->count++] = file;
    *out = source;
    return WRIT_OK;
}

uint32_t writ_sources_count(const WritSources *sources)
{
    return sources->count;
}

const WritSource *writ_sources_get(const WritSources *sources, uint32_t index)
{
    assert(index < sources->count);
    return &sources->files[index]->source;
}

static uint32_t end_of(const WritSource *source)
{
    return source->start + (uint32_t)source->text.length;
}

static File *find_file(const WritSources *sources, uint32_t position)
{
    uint32_t low = 0;
    uint32_t high = sources->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        File *file = sources->files[middle];
        if (position < file->source.start) {
            high = middle;
        } else if (position > end_of(&file->source)) {
            low = middle + 1;
        } else {
            return file;
        }
    }
    return NULL;
}

const WritSource *writ_sources_find(const WritSources *sources, uint32_t position)
{
    File *file = find_file(sources, position);
    return file == NULL ? NULL : &file->source;
}

static void find_lines(WritSources *sources, File *file)
{
    if (file->line_starts != NULL) {
        return;
    }
    WritText text = file->source.text;
    uint32_t count = 1;
    for (size_t i = 0; i < text.length; i++) {
        count += text.data[i] == '\n';
    }
    file->line_starts = writ_arena_array(sources->arena, count, sizeof *file->line_starts);
    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] == '\n') {
            file->line_starts[++file->line_count] = (uint32_t)i + 1;
        }
    }
    file->line_count++;
    assert(file->line_count == count);
}

// Index of the line that holds `offset`, from 0.
static uint32_t line_of(const File *file, uint32_t offset)
{
    uint32_t low = 0;
    uint32_t high = file->line_count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (file->line_starts[middle] <= offset) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

WritPlace writ_sources_place(WritSources *sources, uint32_t position)
{
    File *file = find_file(sources, position);
    if (file == NULL) {
        return (WritPlace){NULL, 0, 0};
    }
    find_lines(sources, file);
    uint32_t offset = position - file->source.start;
    uint32_t line = line_of(file, offset);
    uint32_t start = file->line_starts[line];
    WritText before = {file->source.text.data + start, offset - start};
    return (WritPlace){&file->source, line + 1, utf8_count(before) + 1};
}

WritText writ_sources_line(WritSources *sources, const WritSource *source, uint32_t line)
{
    File *file = sources->files[source->index];
    assert(&file->source == source);
    find_lines(sources, file);
    if (line == 0 || line > file->line_count) {
        return (WritText){NULL, 0};
    }
    uint32_t start = file->line_starts[line - 1];
    uint32_t end =
        line < file->line_count ? file->line_starts[line] - 1 : (uint32_t)source->text.length;
    if (end > start && source->text.data[end - 1] == '\r') {
        end--;
    }
    return (WritText){source->text.data + start, end - start};
}

WritText writ_source_span_text(const WritSource *source, WritSpan span)
{
    assert(span.start >= source->start && span.start <= span.end && span.end <= end_of(source));
    return (WritText){source->text.data + (span.start - source->start), span.end - span.start};
}

WritSpan writ_span_join(WritSpan first, WritSpan last)
{
    assert(first.start <= last.end);
    return (WritSpan){first.start, last.end};
}
