// Allow-lists: whatever is not named here ends the process.
#include "confine/profiles.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

static const int compute_calls[] = {
    SCMP_SYS(read),         SCMP_SYS(write),         SCMP_SYS(exit),         SCMP_SYS(exit_group),
    SCMP_SYS(brk),          SCMP_SYS(munmap),        SCMP_SYS(mremap),       SCMP_SYS(madvise),
    SCMP_SYS(rt_sigreturn), SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday), SCMP_SYS(time),
};

// What libgit2's object database asks for beside that. Descriptors can be opened only for
// reading, so none of these changes a file.
static const int read_calls[] = {
    SCMP_SYS(fstat),    SCMP_SYS(newfstatat), SCMP_SYS(stat),      SCMP_SYS(lstat),
    SCMP_SYS(statx),    SCMP_SYS(lseek),      SCMP_SYS(pread64),   SCMP_SYS(getdents64),
    SCMP_SYS(close),    SCMP_SYS(access),     SCMP_SYS(faccessat), SCMP_SYS(faccessat2),
    SCMP_SYS(readlink), SCMP_SYS(readlinkat), SCMP_SYS(getcwd),    SCMP_SYS(futex),
    SCMP_SYS(sysinfo),
};

// O_TMPFILE holds O_DIRECTORY, with which folders are opened to be listed.
enum {
    WRITE_FLAGS = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND | (O_TMPFILE & ~O_DIRECTORY),
};

static int allow_all(scmp_filter_ctx filter, const int *calls, size_t count)
{
    int result = 0;
    for (size_t i = 0; i < count && result == 0; i++) {
        result = seccomp_rule_add(filter, SCMP_ACT_ALLOW, calls[i], 0);
    }
    return result;
}

// Memory that can be executed is never needed again after the program has been loaded.
static int allow_mapping(scmp_filter_ctx filter)
{
    struct scmp_arg_cmp not_executable = SCMP_A2_64(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
    int result = seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, &not_executable);
    if (result == 0) {
        result =
            seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, &not_executable);
    }
    return result;
}

static int allow_reading(scmp_filter_ctx filter)
{
    struct scmp_arg_cmp read_only = SCMP_A2_64(SCMP_CMP_MASKED_EQ, WRITE_FLAGS, 0);
    int result = seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(openat), 1, &read_only);
    if (result == 0) {
        struct scmp_arg_cmp get_flags = SCMP_A1_64(SCMP_CMP_EQ, F_GETFL);
        result = seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(fcntl), 1, &get_flags);
    }
    if (result == 0) {
        result = allow_all(filter, read_calls, sizeof read_calls / sizeof read_calls[0]);
    }
    return result;
}

WritStatus profiles_load(WritProfile profile, WritError *error)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
    if (filter == NULL) {
        return writ_fail(error, WRIT_IO, "cannot make a system call filter");
    }
    int result = allow_all(filter, compute_calls, sizeof compute_calls / sizeof compute_calls[0]);
    if (result == 0) {
        result = allow_mapping(filter);
    }
    if (result == 0 && profile == WRIT_PROFILE_READ_OBJECTS) {
        result = allow_reading(filter);
    }
    if (result == 0) {
        result = seccomp_load(filter);
    }
    seccomp_release(filter);
    if (result != 0) {
        (void)writ_fail(error, WRIT_IO, "the kernel refuses the system call filter: %s",
                        strerror(-result));
        return writ_hint(error, "seccomp is needed to run hooks; containers may switch it off");
    }
    return WRIT_OK;
}

// All rights of Landlock's first version, so that only what is given back below is left.
enum {
    LANDLOCK_ALL =
        LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_READ_FILE |
        LANDLOCK_ACCESS_FS_READ_DIR | LANDLOCK_ACCESS_FS_REMOVE_DIR |
        LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR |
        LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK |
        LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM,
    LANDLOCK_READ = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR,
};

WritStatus profiles_keep_below(const char *directory, WritError *error)
{
    WritStatus status = WRIT_OK;
    int rules = -1;
    int below = open(directory, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (below < 0) {
        return writ_fail(error, WRIT_IO, "cannot open %s: %s", directory, strerror(errno));
    }
    struct landlock_ruleset_attr all = {.handled_access_fs = LANDLOCK_ALL};
    rules = (int)syscall(SYS_landlock_create_ruleset, &all, sizeof all, 0);
    if (rules < 0) {
        goto done; // A kernel without Landlock: the filter of the profile stands alone.
    }
    struct landlock_path_beneath_attr rule = {.allowed_access = LANDLOCK_READ, .parent_fd = below};
    if (syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) != 0 ||
        syscall(SYS_landlock_restrict_self, rules, 0) != 0) {
        status = writ_fail(error, WRIT_IO, "cannot keep a child below %s: %s", directory,
                           strerror(errno));
    }

done:
    if (rules >= 0) {
        (void)close(rules);
    }
    (void)close(below);
    return status;
}
