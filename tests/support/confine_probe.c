// A child for the tests of confine/: does the one thing that its argument names, and reports in
// frames what it sees. Most of what it tries must end it.
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <git2.h>
#include <git2/odb_backend.h>

#include "writ/confined.h"

extern char **environ;

enum { PROBE_FRAME_BYTES_MAX = 1 << 20, FORBIDDEN_SURVIVED = 77 };

static void say(WritConfined *pipes, const char *text)
{
    if (!writ_confined_write(pipes, writ_text(text))) {
        _exit(2);
    }
}

static void enter(WritProfile profile, const char *directory)
{
    WritError error;
    if (writ_confined_enter(profile, directory, &error) != WRIT_OK) {
        _exit(3);
    }
}

static int echo(WritConfined *pipes)
{
    enter(WRIT_PROFILE_COMPUTE, NULL);
    WritText payload;
    while (writ_confined_read(pipes, &payload)) {
        if (!writ_confined_write(pipes, payload)) {
            return 2;
        }
    }
    return 0;
}

static unsigned long long limit_of(int what)
{
    struct rlimit limit = {0};
    (void)getrlimit((__rlimit_resource_t)what, &limit);
    return limit.rlim_cur;
}

static int count_descriptors(void)
{
    int count = 0;
    for (int fd = 0; fd < 1024; fd++) {
        count += fcntl(fd, F_GETFD) >= 0;
    }
    return count;
}

static unsigned long long capabilities(void)
{
    FILE *status = fopen("/proc/self/status", "r");
    unsigned long long effective = ~0ull;
    char line[256];
    while (status != NULL && fgets(line, sizeof line, status) != NULL) {
        if (strncmp(line, "CapEff:", 7) == 0) {
            effective = strtoull(line + 7, NULL, 16);
        }
    }
    if (status != NULL) {
        (void)fclose(status);
    }
    return effective;
}

static int report(WritConfined *pipes)
{
    char directory[64] = "";
    (void)getcwd(directory, sizeof directory);
    sigset_t blocked;
    (void)sigprocmask(SIG_BLOCK, NULL, &blocked);
    struct sigaction pipe_action;
    (void)sigaction(SIGPIPE, NULL, &pipe_action);
    int death = 0;
    (void)prctl(PR_GET_PDEATHSIG, &death);
    int descriptors = count_descriptors();
    char text[512];
    (void)snprintf(text, sizeof text,
                   "environment %d descriptors %d own_group %d directory %s no_new_privs %d "
                   "death %d capabilities %llx as %llu files %llu fsize %llu nproc %llu core %llu "
                   "cpu %llu blocked %d sigpipe_default %d",
                   environ[0] != NULL, descriptors, getpgrp() == getpid(), directory,
                   prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0), death == SIGKILL, capabilities(),
                   limit_of(RLIMIT_AS), limit_of(RLIMIT_NOFILE), limit_of(RLIMIT_FSIZE),
                   limit_of(RLIMIT_NPROC), limit_of(RLIMIT_CORE), limit_of(RLIMIT_CPU),
                   sigismember(&blocked, SIGUSR1), pipe_action.sa_handler == SIG_DFL);
    say(pipes, text);
    return 0;
}

// Each of these must end the process; returning at all is the failure.
static void try_forbidden(const char *what)
{
    char path[] = "/etc/hostname";
    char *const no_arguments[] = {path, NULL};
    if (strcmp(what, "open") == 0) {
        (void)open(path, O_RDONLY);
    } else if (strcmp(what, "socket") == 0) {
        (void)socket(AF_INET, SOCK_STREAM, 0);
    } else if (strcmp(what, "fork") == 0) {
        (void)fork();
    } else if (strcmp(what, "exec") == 0) {
        (void)execve("/bin/true", no_arguments, environ);
    } else if (strcmp(what, "kill") == 0) {
        (void)kill(getppid(), 0);
    } else if (strcmp(what, "executable memory") == 0) {
        (void)mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    } else if (strcmp(what, "ptrace") == 0) {
        (void)syscall(SYS_ptrace, 0, 0, 0, 0);
    } else if (strcmp(what, "limit") == 0) {
        struct rlimit more = {1 << 30, 1 << 30};
        (void)setrlimit(RLIMIT_AS, &more);
    } else if (strcmp(what, "write file") == 0) {
        (void)open("/tmp/writ_probe_must_not_exist", O_WRONLY | O_CREAT, 0600);
    } else if (strcmp(what, "unlink") == 0) {
        (void)unlink("/tmp/writ_probe_must_not_exist");
    }
}

static int read_objects(WritConfined *pipes)
{
    // The directory is the one that the parent named as the place to start.
    enter(WRIT_PROFILE_READ_OBJECTS, ".");
    int inside = open("inside", O_RDONLY);
    int outside = open("/etc/passwd", O_RDONLY);
    char text[64];
    (void)snprintf(text, sizeof text, "inside %d outside %d", inside >= 0,
                   outside >= 0 ? 0 : errno);
    say(pipes, text);
    return 0;
}

// Reads the object that the parent names in hexadecimal from the loose objects in ".".
static int read_git_object(WritConfined *pipes)
{
    git_odb *database = NULL;
    git_odb_backend *loose = NULL;
    git_odb_object *object = NULL;
    git_oid id;
    WritText name;
    if (git_libgit2_init() < 0 || !writ_confined_read(pipes, &name) ||
        git_oid_fromstrn(&id, name.data, name.length) != 0) {
        return 4;
    }
    enter(WRIT_PROFILE_READ_OBJECTS, ".");
    if (git_odb_new(&database) != 0 || git_odb_backend_loose(&loose, ".", -1, 0, 0, 0) != 0 ||
        git_odb_add_backend(database, loose, 1) != 0 || git_odb_read(&object, database, &id) != 0) {
        return 5;
    }
    WritText content = {git_odb_object_data(object), git_odb_object_size(object)};
    int result = writ_confined_write(pipes, content) ? 0 : 2;
    git_odb_object_free(object);
    git_odb_free(database);
    return result;
}

static void spin(void)
{
    for (volatile unsigned long long i = 0;; i++) {
    }
}

static void write_raw(const char *bytes, size_t length)
{
    if (write(STDOUT_FILENO, bytes, length) < 0) {
        _exit(2);
    }
}

static int misbehave(WritConfined *pipes, const char *what)
{
    if (strcmp(what, "status") == 0) {
        return 3;
    } else if (strcmp(what, "abort") == 0) {
        abort();
    } else if (strcmp(what, "spin") == 0) {
        say(pipes, "spinning");
        spin();
    } else if (strcmp(what, "silence") == 0) {
        WritText payload;
        while (writ_confined_read(pipes, &payload)) {
        }
    } else if (strcmp(what, "deaf") == 0) {
        say(pipes, "deaf");
        (void)pause();
    } else if (strcmp(what, "giant length") == 0) {
        write_raw("\xff\xff\xff\xff", 4);
    } else if (strcmp(what, "no length") == 0) {
        write_raw("\0\0\0\0", 4);
    } else if (strcmp(what, "half a frame") == 0) {
        write_raw("\0\0\0\x10half", 8);
    } else if (strcmp(what, "slow frame") == 0) {
        for (const char *next = "\0\0\0\x03"
                                "abc";
             *next != 'c'; next++) {
            write_raw(next, 1);
            (void)usleep(1000);
        }
        write_raw("c", 1);
    } else if (strcmp(what, "closed pipe") == 0) {
        (void)close(STDOUT_FILENO);
        (void)pause();
    } else if (strcmp(what, "memory") == 0) {
        for (int i = 0; i < 64; i++) {
            // Volatile: a compiler may leave out a block that nothing reads.
            char *volatile block = malloc(16 << 20);
            if (block == NULL) {
                say(pipes, i < 16 ? "refused in time" : "refused late");
                return 0;
            }
            memset(block, 1, 16 << 20);
        }
        say(pipes, "unlimited");
    } else if (strcmp(what, "file") == 0) {
        int fd = open("written", O_WRONLY | O_CREAT, 0600);
        write_raw("\0\0\0\x06opened", 10);
        return write(fd, "x", 1) == 1 ? FORBIDDEN_SURVIVED : 0;
    }
    return 0;
}

int main(int count, char **arguments)
{
    const char *what = count == 2 ? arguments[1] : "";
    WritConfined pipes = {.frame_bytes_max = PROBE_FRAME_BYTES_MAX};
    if (strcmp(what, "echo") == 0) {
        return echo(&pipes);
    } else if (strcmp(what, "report") == 0) {
        return report(&pipes);
    } else if (strcmp(what, "read objects") == 0) {
        return read_objects(&pipes);
    } else if (strcmp(what, "git object") == 0) {
        return read_git_object(&pipes);
    } else if (strncmp(what, "compute: ", 9) == 0) {
        enter(WRIT_PROFILE_COMPUTE, NULL);
        try_forbidden(what + 9);
        return FORBIDDEN_SURVIVED;
    } else if (strncmp(what, "objects: ", 9) == 0) {
        enter(WRIT_PROFILE_READ_OBJECTS, ".");
        try_forbidden(what + 9);
        return FORBIDDEN_SURVIVED;
    }
    return misbehave(&pipes, what);
}
