// Gives every file of a folder to a fuzzer once, so that what a fuzzer found before stays a test in
// builds without libFuzzer. An empty or missing folder is a failure: it would test nothing.
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { INPUT_BYTES_MAX = 1 << 20, PATH_BYTES_MAX = 4096 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replay_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        perror(path);
        return 1;
    }
    uint8_t *data = malloc(INPUT_BYTES_MAX);
    size_t size = data == NULL ? 0 : fread(data, 1, INPUT_BYTES_MAX, file);
    (void)fclose(file);
    if (data == NULL) {
        return 1;
    }
    // Exactly as large as the input, so that AddressSanitizer sees a read past its end.
    uint8_t *exact = realloc(data, size > 0 ? size : 1);
    (void)LLVMFuzzerTestOneInput(exact, size);
    free(exact);
    return 0;
}

static int replay_folder(const char *folder)
{
    DIR *entries = opendir(folder);
    if (entries == NULL) {
        perror(folder);
        return 1;
    }
    int failed = 0;
    int count = 0;
    for (struct dirent *entry = readdir(entries); entry != NULL; entry = readdir(entries)) {
        if (entry->d_name[0] == '.') {
            continue;
        }
        char path[PATH_BYTES_MAX];
        (void)snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        (void)printf("%s\n", path);
        (void)fflush(stdout);
        failed += replay_file(path);
        count++;
    }
    (void)closedir(entries);
    if (count == 0) {
        (void)fprintf(stderr, "%s holds no input\n", folder);
    }
    return failed > 0 || count == 0;
}

int main(int argument_count, char **arguments)
{
    if (argument_count != 2) {
        (void)fprintf(stderr, "usage: %s FOLDER\n", arguments[0]);
        return 2;
    }
    return replay_folder(arguments[1]);
}
