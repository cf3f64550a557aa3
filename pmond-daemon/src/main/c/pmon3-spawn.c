/*
 * pmon3-spawn: becomes a managed program.
 *
 * pmond starts this small static program for each process and hands it orders. It takes over the limits, gives up root,
 * opens the log and checks the program with the rights of the program's user, tells pmond that it is ready, waits until
 * pmond has stored its identity, and becomes the program. If pmond dies before that, it exits without exec.
 *
 * Descriptors at the start: 0, 1, 2 /dev/null, 3 the orders (a sealed memfd), 4 a SOCK_SEQPACKET socket to pmond,
 * 5 the log where pmond opened it. Environment: none. Own session, default signals, empty signal mask.
 *
 * The orders, in the byte order of the machine. SpawnOrders.java writes them; this is the same drawing:
 *
 *     0  u32 magic 0x33504d53 ("SMP3" in memory on a little-endian machine)
 *     4  u32 version 1
 *     8  u32 size of the orders in bytes
 *    12  u32 flags: 1 say READY and wait for go, 2 the log is descriptor 5
 *    16  u32 uid
 *    20  u32 gid
 *    24  u32 umask
 *    28  i32 oom_score_adj
 *    32  u32 number of limits
 *    36  u32 number of supplementary groups
 *    40  u32 argc, at least 1
 *    44  u32 envc
 *    48  limits: u32 resource, u32 zero, u64 soft, u64 hard
 *    ..  groups: u32 each, ascending, none twice
 *    ..  texts, each ended by a NUL: program, directory, log (empty: none chosen), argv..., environment...
 *
 * To pmond go packets of two u32, (step, errno); (0, 0) is READY, all others say what failed. From pmond comes one packet
 * of one byte, 'g', which is go. The end of the socket after go says that the program was executed.
 *
 * Sources: close_range(2), fcntl(2), memfd_create(2), credentials(7), setresuid(2), capset(2), keyctl(2), open(2),
 * unix(7), execve(2), proc_pid_oom_score_adj(5).
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <linux/keyctl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef SYS_close_range
#define SYS_close_range 436
#endif

enum { ORDERS_FD = 3, SOCKET_FD = 4, LOG_FD = 5, FIRST_FOREIGN_FD = 6 };
enum { ORDERS_MAGIC = 0x33504d53, ORDERS_VERSION = 1, ORDERS_SIZE_LIMIT = 16 * 1024 * 1024 };
enum { FLAG_WAIT_FOR_GO = 1, FLAG_OWN_LOG = 2, FLAGS_KNOWN = 3 };
enum { LIMITS_LIMIT = 64, GROUPS_LIMIT = 65536, WORDS_LIMIT = 1024 * 1024 };
enum { GO = 'g', EXIT_NOT_STARTED = 125, LOG_MODE = 0660 };

/* What failed. The tens count the steps of the protocol. SpawnStep.java has the same numbers. */
enum step {
    STEP_READY = 0,
    STEP_ORDERS = 10,
    STEP_LIMIT = 20,
    STEP_OOM_SCORE = 21,
    STEP_KEYRING = 22,
    STEP_GROUPS = 30,
    STEP_GID = 31,
    STEP_UID = 32,
    STEP_RIGHTS_KEPT = 33,
    STEP_FOREIGN_UID = 34,
    STEP_DIRECTORY = 40,
    STEP_LOG = 41,
    STEP_LOG_KIND = 42,
    STEP_PROGRAM = 50,
    STEP_PROGRAM_KIND = 51,
    STEP_DESCRIPTORS = 52,
    STEP_EXECUTE = 60
};

struct header {
    uint32_t magic, version, size, flags;
    uint32_t uid, gid, umask;
    int32_t oom_score_adj;
    uint32_t limit_count, group_count, argc, envc;
};
_Static_assert(sizeof(struct header) == 48, "the drawing above");

struct limit {
    uint32_t resource, zero;
    uint64_t soft, hard;
};
_Static_assert(sizeof(struct limit) == 24, "the drawing above");

struct orders {
    const struct header *header;
    const struct limit *limits;
    const gid_t *groups;
    char *program, *directory, *log;
    char **argv, **environment;
};

static int tell(enum step step, int error)
{
    uint32_t packet[2] = {(uint32_t)step, (uint32_t)error};
    ssize_t sent;
    do
        sent = send(SOCKET_FD, packet, sizeof packet, MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    return sent == sizeof packet;
}

_Noreturn static void fail(enum step step, int error)
{
    tell(step, error);
    _exit(EXIT_NOT_STARTED);
}

/* ---- 1. descriptors and orders ---- */

/* Linux before 5.9 has no close_range. */
static void close_listed_descriptors(void)
{
    DIR *listing = opendir("/proc/self/fd");
    if (listing == NULL)
        fail(STEP_ORDERS, errno);
    struct dirent *entry;
    while ((entry = readdir(listing)) != NULL) {
        int fd = atoi(entry->d_name);
        if (fd >= FIRST_FOREIGN_FD && fd != dirfd(listing))
            close(fd);
    }
    closedir(listing);
}

static void close_foreign_descriptors(void)
{
    if (syscall(SYS_close_range, FIRST_FOREIGN_FD, ~0U, 0) != 0)
        close_listed_descriptors();
}

/* The mapping is private, so the texts in it can be handed to execve as they are. */
static char *map_orders(size_t *size)
{
    const int needed = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE;
    struct stat facts;
    int seals = fcntl(ORDERS_FD, F_GET_SEALS);
    if (seals < 0 || fstat(ORDERS_FD, &facts) != 0)
        fail(STEP_ORDERS, errno);
    if ((seals & needed) != needed)
        fail(STEP_ORDERS, EPERM);
    if (facts.st_size < (off_t)sizeof(struct header) || facts.st_size > ORDERS_SIZE_LIMIT)
        fail(STEP_ORDERS, EMSGSIZE);
    *size = (size_t)facts.st_size;
    void *bytes = mmap(NULL, *size, PROT_READ | PROT_WRITE, MAP_PRIVATE, ORDERS_FD, 0);
    if (bytes == MAP_FAILED)
        fail(STEP_ORDERS, errno);
    return bytes;
}

static int header_is_sound(const struct header *header, size_t size)
{
    return header->magic == ORDERS_MAGIC && header->version == ORDERS_VERSION && header->size == size
        && (header->flags & ~(uint32_t)FLAGS_KNOWN) == 0 && header->umask <= 0777
        && header->uid != UINT32_MAX && header->gid != UINT32_MAX
        && header->limit_count <= LIMITS_LIMIT && header->group_count <= GROUPS_LIMIT
        && header->argc >= 1 && header->argc <= WORDS_LIMIT && header->envc <= WORDS_LIMIT;
}

static char *take_text(char **cursor, const char *end)
{
    char *text = *cursor;
    char *nul = memchr(text, 0, (size_t)(end - text));
    if (nul == NULL)
        fail(STEP_ORDERS, EBADMSG);
    *cursor = nul + 1;
    return text;
}

static char **take_texts(char **cursor, const char *end, uint32_t count)
{
    char **texts = calloc((size_t)count + 1, sizeof *texts);
    if (texts == NULL)
        fail(STEP_ORDERS, errno);
    for (uint32_t i = 0; i < count; i++)
        texts[i] = take_text(cursor, end);
    return texts;
}

static struct orders read_orders(void)
{
    struct orders orders;
    size_t size;
    char *bytes = map_orders(&size);
    const char *end = bytes + size;
    orders.header = (const struct header *)bytes;
    if (!header_is_sound(orders.header, size))
        fail(STEP_ORDERS, EBADMSG);
    size_t limits = orders.header->limit_count * sizeof(struct limit);
    size_t groups = orders.header->group_count * sizeof(gid_t);
    if (limits + groups > size - sizeof(struct header))
        fail(STEP_ORDERS, EBADMSG);
    char *cursor = bytes + sizeof(struct header);
    orders.limits = (const struct limit *)cursor;
    cursor += limits;
    orders.groups = (const gid_t *)cursor;
    cursor += groups;
    orders.program = take_text(&cursor, end);
    orders.directory = take_text(&cursor, end);
    orders.log = take_text(&cursor, end);
    orders.argv = take_texts(&cursor, end, orders.header->argc);
    orders.environment = take_texts(&cursor, end, orders.header->envc);
    if (cursor != end || orders.program[0] != '/' || orders.directory[0] != '/')
        fail(STEP_ORDERS, EBADMSG);
    return orders;
}

/* ---- 2. what pmond itself was started with ---- */

/* posix_spawn(3) of the GNU C library leaves the two signals it keeps for itself ignored, and sigaction refuses them. */
static void restore_internal_signals(void)
{
    struct {
        void *handler;
        unsigned long flags;
        void *restorer;
        uint64_t mask;
    } standard = {0};
    syscall(SYS_rt_sigaction, 32, &standard, NULL, sizeof standard.mask);
    syscall(SYS_rt_sigaction, 33, &standard, NULL, sizeof standard.mask);
}

static void set_limit(const struct limit *limit)
{
    struct rlimit wanted = {limit->soft, limit->hard};
    struct rlimit present;
    if (setrlimit((int)limit->resource, &wanted) == 0)
        return;
    int error = errno;
    if (error == EPERM && getrlimit((int)limit->resource, &present) == 0 && present.rlim_cur == wanted.rlim_cur
        && present.rlim_max == wanted.rlim_max)
        return;
    fail(STEP_LIMIT, error);
}

static int read_oom_score(void)
{
    char text[16] = "";
    int fd = open("/proc/self/oom_score_adj", O_RDONLY | O_CLOEXEC);
    if (fd < 0 || read(fd, text, sizeof text - 1) <= 0)
        fail(STEP_OOM_SCORE, errno);
    close(fd);
    return atoi(text);
}

static void set_oom_score(int score)
{
    if (read_oom_score() == score)
        return;
    char text[16];
    int length = snprintf(text, sizeof text, "%d", score);
    int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (fd < 0 || write(fd, text, (size_t)length) != length)
        fail(STEP_OOM_SCORE, errno);
    close(fd);
}

/*
 * Without a session keyring of its own the program would possess root's keys. An ordinary user's keyring is that user's
 * own, and the user's quota of keys (200) is smaller than the number of processes may be, so a failure is no matter there.
 */
static void leave_keyring(void)
{
    if (syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, NULL) >= 0)
        return;
    if (geteuid() == 0 && errno != ENOSYS && errno != EPERM)
        fail(STEP_KEYRING, errno);
}

static void take_over_inheritance(const struct orders *orders)
{
    restore_internal_signals();
    for (uint32_t i = 0; i < orders->header->limit_count; i++)
        set_limit(&orders->limits[i]);
    set_oom_score(orders->header->oom_score_adj);
    umask((mode_t)orders->header->umask);
    leave_keyring();
}

/* ---- 3. rights ---- */

/* The kernel keeps the groups sorted, as the orders have them. */
static void set_groups(const gid_t *groups, size_t count)
{
    if (setgroups(count, groups) != 0)
        fail(STEP_GROUPS, errno);
    gid_t *present = calloc(count + 1, sizeof *present);
    if (present == NULL || getgroups((int)count + 1, present) != (int)count
        || memcmp(present, groups, count * sizeof *groups) != 0)
        fail(STEP_GROUPS, EPERM);
    free(present);
}

static void set_gid(gid_t gid)
{
    gid_t real, effective, saved;
    if (setresgid(gid, gid, gid) != 0)
        fail(STEP_GID, errno);
    if (getresgid(&real, &effective, &saved) != 0 || real != gid || effective != gid || saved != gid)
        fail(STEP_GID, EPERM);
}

static void set_uid(uid_t uid)
{
    uid_t real, effective, saved;
    if (setresuid(uid, uid, uid) != 0)
        fail(STEP_UID, errno);
    if (getresuid(&real, &effective, &saved) != 0 || real != uid || effective != uid || saved != uid)
        fail(STEP_UID, EPERM);
}

/* setresuid clears what can be used; the inheritable set would remain (capabilities(7)). */
static void drop_capabilities(void)
{
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3];
    memset(none, 0, sizeof none);
    if (syscall(SYS_capset, &header, none) != 0)
        fail(STEP_RIGHTS_KEPT, errno);
}

/* Root's own program has root's capabilities, but passes none on; what is not inheritable is not ambient either (capset). */
static void pass_no_capabilities_on(void)
{
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct held[_LINUX_CAPABILITY_U32S_3];
    if (syscall(SYS_capget, &header, held) != 0)
        fail(STEP_RIGHTS_KEPT, errno);
    for (int i = 0; i < _LINUX_CAPABILITY_U32S_3; i++)
        held[i].inheritable = 0;
    if (syscall(SYS_capset, &header, held) != 0)
        fail(STEP_RIGHTS_KEPT, errno);
}

static void drop_root(const struct orders *orders)
{
    const struct header *header = orders->header;
    set_groups(orders->groups, header->group_count);
    set_gid(header->gid);
    set_uid(header->uid);
    if (header->uid == 0) {
        pass_no_capabilities_on();
        return;
    }
    drop_capabilities();
    if (setuid(0) == 0 || (header->gid != 0 && setgid(0) == 0))
        fail(STEP_RIGHTS_KEPT, EPERM);
}

static void take_rights(const struct orders *orders)
{
    if (geteuid() == 0)
        drop_root(orders);
    else if (orders->header->uid != geteuid() || orders->header->uid != getuid())
        fail(STEP_FOREIGN_UID, EPERM);
}

/* ---- 4. directory and log ---- */

static int is_null_device(const struct stat *facts)
{
    return S_ISCHR(facts->st_mode) && facts->st_rdev == makedev(1, 3);
}

/* Not blocking, so that a FIFO or a lease of somebody else cannot hold it up. */
static int open_chosen_log(const char *path)
{
    struct stat facts;
    int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_NOCTTY | O_NONBLOCK | O_CLOEXEC, LOG_MODE);
    if (fd < 0)
        fail(errno == ENXIO ? STEP_LOG_KIND : STEP_LOG, errno);
    if (fstat(fd, &facts) != 0)
        fail(STEP_LOG, errno);
    if (!S_ISREG(facts.st_mode) && !is_null_device(&facts))
        fail(STEP_LOG_KIND, EINVAL);
    if (fcntl(fd, F_SETFL, O_APPEND) != 0)
        fail(STEP_LOG, errno);
    return fd;
}

static void write_to(int log)
{
    if (dup2(log, STDOUT_FILENO) < 0 || dup2(log, STDERR_FILENO) < 0)
        fail(STEP_LOG, errno);
}

static void take_place(const struct orders *orders)
{
    if (chdir(orders->directory) != 0)
        fail(STEP_DIRECTORY, errno);
    if (orders->header->flags & FLAG_OWN_LOG)
        write_to(LOG_FD);
    else if (orders->log[0] != 0)
        write_to(open_chosen_log(orders->log));
}

/* ---- 5. the program, and go ---- */

static void check_program(const char *path)
{
    struct stat facts;
    if (stat(path, &facts) != 0)
        fail(STEP_PROGRAM, errno);
    if (S_ISDIR(facts.st_mode))
        fail(STEP_PROGRAM, EISDIR);
    if (!S_ISREG(facts.st_mode))
        fail(STEP_PROGRAM_KIND, EINVAL);
    if (access(path, X_OK) != 0)
        fail(STEP_PROGRAM, errno);
}

static void close_on_exec(int fd)
{
    if (fcntl(fd, F_SETFD, FD_CLOEXEC) != 0 && errno != EBADF)
        fail(STEP_DESCRIPTORS, errno);
}

static void wait_for_go(void)
{
    char packet[2];
    ssize_t received;
    if (!tell(STEP_READY, 0))
        _exit(EXIT_NOT_STARTED);
    do
        received = recv(SOCKET_FD, packet, sizeof packet, 0);
    while (received < 0 && errno == EINTR);
    if (received != 1 || packet[0] != GO)
        _exit(EXIT_NOT_STARTED);
}

int main(void)
{
    close_foreign_descriptors();
    struct orders orders = read_orders();
    take_over_inheritance(&orders);
    take_rights(&orders);
    take_place(&orders);
    check_program(orders.program);
    for (int fd = ORDERS_FD; fd < FIRST_FOREIGN_FD; fd++)
        close_on_exec(fd);
    if (orders.header->flags & FLAG_WAIT_FOR_GO)
        wait_for_go();
    execve(orders.program, orders.argv, orders.environment);
    fail(STEP_EXECUTE, errno);
}
