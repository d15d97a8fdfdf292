// Between fork and exec only calls that are safe after a fork are made, in one fixed list of
// steps. The first that fails sends its number and errno through a pipe that exec closes, so that
// the parent knows at once and can say what is wrong.
#include "confine/launch.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/securebits.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

typedef enum Step {
    STEP_GROUP,
    STEP_PARENT,
    STEP_SIGNALS,
    STEP_DESCRIPTORS,
    STEP_DIRECTORY,
    STEP_LIMITS,
    STEP_PRIVILEGES,
    STEP_PROGRAM,
} Step;

typedef struct Failure {
    int step;
    int error;
} Failure;

// What the child needs, all opened before the fork and above the numbers it will use.
typedef struct Descriptors {
    int input, output, null, status, program;
} Descriptors;

enum { DESCRIPTOR_MIN = 8, STATUS_FD = 3, PROGRAM_FD = 4 };

static const char *step_name(Step step)
{
    switch (step) {
    case STEP_GROUP:
        return "making its process group";
    case STEP_PARENT:
        return "binding its life to ours";
    case STEP_SIGNALS:
        return "resetting its signals";
    case STEP_DESCRIPTORS:
        return "setting up its descriptors";
    case STEP_DIRECTORY:
        return "entering its directory";
    case STEP_LIMITS:
        return "setting its limits";
    case STEP_PRIVILEGES:
        return "giving up its privileges";
    case STEP_PROGRAM:
        return "running the program";
    }
    return "starting";
}

static int reset_signals(void)
{
    struct sigaction action = {.sa_handler = SIG_DFL};
    for (int number = 1; number < NSIG; number++) {
        if (number != SIGKILL && number != SIGSTOP && sigaction(number, &action, NULL) != 0 &&
            errno != EINVAL) {
            return -1;
        }
    }
    sigset_t none;
    (void)sigemptyset(&none);
    return sigprocmask(SIG_SETMASK, &none, NULL);
}

static int place_descriptors(const Descriptors *from)
{
    if (dup2(from->input, STDIN_FILENO) < 0 || dup2(from->output, STDOUT_FILENO) < 0 ||
        dup2(from->null, STDERR_FILENO) < 0 || dup3(from->status, STATUS_FD, O_CLOEXEC) < 0 ||
        dup3(from->program, PROGRAM_FD, O_CLOEXEC) < 0) {
        return -1;
    }
    return close_range(PROGRAM_FD + 1, ~0U, 0);
}

static int set_limits(const WritChildOptions *options)
{
    rlim_t cpu_seconds_max = options->cpu_seconds_max, file_bytes_max = options->file_bytes_max;
    const struct {
        int what;
        rlim_t soft, hard;
    } limits[] = {
        {RLIMIT_AS, WRIT_CONFINE_ADDRESS_BYTES_MAX, WRIT_CONFINE_ADDRESS_BYTES_MAX},
        {RLIMIT_CPU, cpu_seconds_max, cpu_seconds_max + 1},
        {RLIMIT_NOFILE, WRIT_CONFINE_FILES_MAX, WRIT_CONFINE_FILES_MAX},
        {RLIMIT_FSIZE, file_bytes_max, file_bytes_max},
        {RLIMIT_NPROC, WRIT_CONFINE_PROCESSES_MAX, WRIT_CONFINE_PROCESSES_MAX},
        {RLIMIT_CORE, WRIT_CONFINE_CORE_BYTES_MAX, WRIT_CONFINE_CORE_BYTES_MAX},
        {RLIMIT_MEMLOCK, WRIT_CONFINE_LOCKED_BYTES_MAX, WRIT_CONFINE_LOCKED_BYTES_MAX},
    };
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        struct rlimit limit = {limits[i].soft, limits[i].hard};
        if (setrlimit((__rlimit_resource_t)limits[i].what, &limit) != 0) {
            return -1;
        }
    }
    return 0;
}

// Without SECBIT_NOROOT a child of root would get every capability back from exec. Only root may
// set it, and only root needs it.
static int drop_privileges(void)
{
    int bits = SECBIT_NOROOT | SECBIT_NOROOT_LOCKED;
    if (prctl(PR_SET_SECUREBITS, bits, 0, 0, 0) != 0 && errno != EPERM) {
        return -1;
    }
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

static Step become_child(const WritChildOptions *options, const Descriptors *from, pid_t parent)
{
    if (setpgid(0, 0) != 0) {
        return STEP_GROUP;
    }
    // The parent may have died before the signal was asked for.
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent) {
        return STEP_PARENT;
    }
    if (reset_signals() != 0) {
        return STEP_SIGNALS;
    }
    if (place_descriptors(from) != 0) {
        return STEP_DESCRIPTORS;
    }
    (void)umask(077);
    if (chdir(options->directory == NULL ? "/" : options->directory) != 0) {
        return STEP_DIRECTORY;
    }
    if (set_limits(options) != 0) {
        return STEP_LIMITS;
    }
    if (drop_privileges() != 0) {
        return STEP_PRIVILEGES;
    }
    // fexecve takes pointers to char that it does not write through.
    char *const arguments[] = {(char *)(uintptr_t)options->executable,
                               (char *)(uintptr_t)options->argument, NULL};
    char *const environment[] = {NULL};
    (void)fexecve(PROGRAM_FD, arguments, environment);
    return STEP_PROGRAM;
}

static _Noreturn void run_child(const WritChildOptions *options, const Descriptors *from,
                                pid_t parent)
{
    Step step = become_child(options, from, parent);
    Failure failure = {(int)step, errno};
    // Before the descriptors were placed the status pipe still has its old number.
    int status = step < STEP_DESCRIPTORS ? from->status : STATUS_FD;
    ssize_t written = write(status, &failure, sizeof failure);
    _exit(written == (ssize_t)sizeof failure ? 126 : 127);
}

static void close_descriptors(Descriptors *from)
{
    int *all[] = {&from->input, &from->output, &from->null, &from->status, &from->program};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        if (*all[i] >= 0) {
            (void)close(*all[i]);
            *all[i] = -1;
        }
    }
}

// `fd` again under a number that the child's own descriptors do not use; `fd` is closed when it
// was only opened for this.
static int move_up(int fd)
{
    int moved = fd < 0 ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, DESCRIPTOR_MIN);
    int error = errno;
    if (fd >= 0) {
        (void)close(fd);
    }
    errno = error;
    return moved;
}

static WritStatus open_descriptors(Descriptors *from, int *status_read, const Launch *launch,
                                   WritError *error)
{
    int status[2];
    if (pipe2(status, O_CLOEXEC) != 0) {
        return writ_fail(error, WRIT_IO, "cannot start a child: no pipe: %s", strerror(errno));
    }
    *status_read = status[0];
    from->status = move_up(status[1]);
    from->input = fcntl(launch->input, F_DUPFD_CLOEXEC, DESCRIPTOR_MIN);
    from->output = fcntl(launch->output, F_DUPFD_CLOEXEC, DESCRIPTOR_MIN);
    from->null = move_up(open("/dev/null", O_RDWR | O_CLOEXEC));
    if (from->status < 0 || from->input < 0 || from->output < 0 || from->null < 0) {
        return writ_fail(error, WRIT_IO, "cannot start a child: %s", strerror(errno));
    }
    from->program = move_up(open(launch->options->executable, O_PATH | O_CLOEXEC));
    if (from->program < 0) {
        (void)writ_fail(error, WRIT_IO, "cannot start \"%s\": %s", launch->options->executable,
                        strerror(errno));
        return writ_hint(error, "it is installed beside writ; check that it is there");
    }
    return WRIT_OK;
}

// Empty when exec closed the pipe: the program runs.
static WritStatus await_program(int status_read, const WritChildOptions *options, WritError *error)
{
    Failure failure;
    ssize_t got;
    do {
        got = read(status_read, &failure, sizeof failure);
    } while (got < 0 && errno == EINTR);
    if (got == 0) {
        return WRIT_OK;
    }
    if (got != (ssize_t)sizeof failure) {
        return writ_fail(error, WRIT_IO, "cannot start \"%s\": it ended while starting",
                         options->executable);
    }
    return writ_fail(error, WRIT_IO, "cannot start \"%s\": %s failed: %s", options->executable,
                     step_name((Step)failure.step), strerror(failure.error));
}

WritStatus launch_child(pid_t *pid, const Launch *launch, WritError *error)
{
    assert(launch->options->cpu_seconds_max > 0);
    Descriptors from = {-1, -1, -1, -1, -1};
    int status_read = -1;
    pid_t parent = getpid();
    WritStatus status = open_descriptors(&from, &status_read, launch, error);
    if (status != WRIT_OK) {
        goto done;
    }
    *pid = fork();
    if (*pid < 0) {
        status = writ_fail(error, WRIT_IO, "cannot start \"%s\": %s", launch->options->executable,
                           strerror(errno));
        goto done;
    }
    if (*pid == 0) {
        run_child(launch->options, &from, parent);
    }
    close_descriptors(&from);
    status = await_program(status_read, launch->options, error);
    if (status != WRIT_OK) {
        (void)kill(*pid, SIGKILL);
        (void)waitpid(*pid, NULL, 0);
    }

done:
    close_descriptors(&from);
    if (status_read >= 0) {
        (void)close(status_read);
    }
    return status;
}
