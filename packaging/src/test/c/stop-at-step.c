/*
 * For tests: linked around the calls of pmon3-spawn.c (cc -Wl,--wrap=CALL), it makes each helper that is started stop
 * itself, as by SIGSTOP, before one of its calls: the first helper before its first call, the second before its second,
 * and so on. The file "steps" beside the helper counts them; without that file no helper stops. It is mapped, so that the
 * names of the calls can still be written when root has been dropped:
 *
 *     0  u32 helpers started so far
 *     4  u32 zero
 *     8  names of the calls, 24 bytes each, the first helper's call first
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NAME_BYTES = 24, HELPERS_LIMIT = 128 };

struct steps {
    uint32_t helpers, zero;
    char names[HELPERS_LIMIT][NAME_BYTES];
};

static struct steps *steps;
static uint32_t own_number, calls;

static void before(const char *name)
{
    if (steps == NULL || own_number > HELPERS_LIMIT || ++calls != own_number)
        return;
    strncpy(steps->names[own_number - 1], name, NAME_BYTES - 1);
    kill(getpid(), SIGSTOP);
}

#define WRAP(type, name, parameters, arguments) \
    type __real_##name parameters; \
    type __wrap_##name parameters; \
    type __wrap_##name parameters \
    { \
        before(#name); \
        return __real_##name arguments; \
    }

WRAP(long, syscall, (long number, long a, long b, long c), (number, a, b, c))
WRAP(int, fcntl, (int fd, int command, long argument), (fd, command, argument))
WRAP(int, fstat, (int fd, struct stat *facts), (fd, facts))
WRAP(void *, mmap, (void *at, size_t size, int protection, int flags, int fd, off_t offset),
    (at, size, protection, flags, fd, offset))
WRAP(int, setrlimit, (__rlimit_resource_t resource, const struct rlimit *limit), (resource, limit))
WRAP(int, open, (const char *path, int flags, mode_t mode), (path, flags, mode))
WRAP(mode_t, umask, (mode_t mask), (mask))
WRAP(int, setgroups, (size_t count, const gid_t *groups), (count, groups))
WRAP(int, setresgid, (gid_t real, gid_t effective, gid_t saved), (real, effective, saved))
WRAP(int, setresuid, (uid_t real, uid_t effective, uid_t saved), (real, effective, saved))
WRAP(int, setuid, (uid_t uid), (uid))
WRAP(int, setgid, (gid_t gid), (gid))
WRAP(int, chdir, (const char *path), (path))
WRAP(int, dup2, (int from, int to), (from, to))
WRAP(int, stat, (const char *path, struct stat *facts), (path, facts))
WRAP(int, access, (const char *path, int mode), (path, mode))
WRAP(ssize_t, send, (int fd, const void *bytes, size_t size, int flags), (fd, bytes, size, flags))
WRAP(ssize_t, recv, (int fd, void *bytes, size_t size, int flags), (fd, bytes, size, flags))
WRAP(int, execve, (const char *path, char *const argv[], char *const environment[]), (path, argv, environment))

__attribute__((constructor)) static void take_number(void)
{
    char path[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - NAME_BYTES);
    if (length <= 0)
        return;
    path[length] = 0;
    strcpy(strrchr(path, '/'), "/steps");
    int fd = __real_open(path, O_RDWR, 0);
    if (fd < 0)
        return;
    void *mapped = __real_mmap(NULL, sizeof *steps, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    if (mapped == MAP_FAILED)
        return;
    steps = mapped;
    own_number = __atomic_add_fetch(&steps->helpers, 1, __ATOMIC_SEQ_CST);
}
