/*
 * pmon3-mq DIRECTORY PREFIX DEADLINE_MS: carries one exchange between its stdin and stdout and two POSIX message queues that it makes,
 * with the caller's own rights, for a client whose language has no call for queues (mq_overview(7)).
 *
 * The queues are PREFIX.<32 hex digits>.ans and then PREFIX.<32 others>.req, each of the caller, mode 0600; pmond sees the
 * latter appear in DIRECTORY, where queues are mounted; its first message is the digits of the former. pmond removes both
 * names. Their size fits what the kernel allows everybody: fewer and
 * shorter messages if need be. What stdin has is the request; when it ends, the client has left, and so does this. Each part
 * of the request is to be taken within the deadline.
 *
 * Exit status: 0 the client left; 1 with one line on stderr; 2 wrong use; 3 the limit of queues or of their bytes is reached,
 * and nothing was done; 4 pmond did not take the request.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

enum { FAILED = 1, USAGE = 2, LIMITED = 3, UNTAKEN = 4 };
/* By default a user's queues may have 819200 bytes in all: sixty clients at once have room for these. */
enum { REQUEST_MESSAGES = 2, ANSWER_MESSAGES = 4, MESSAGE_BYTES = 2048 };
enum { NAME_MAX_BYTES = 255, RANDOM_BYTES = 16, PATH_BYTES = 4096, MQUEUE_MAGIC = 0x19800202 };

static char request_name[NAME_MAX_BYTES + 2], answer_name[NAME_MAX_BYTES + 2];
static char answer_digits[2 * RANDOM_BYTES + 1];
static char buffer[MESSAGE_BYTES];

/* pmond has removed the names of what it has taken. */
static void remove_names(void) {
    if (request_name[0]) mq_unlink(request_name);
    if (answer_name[0]) mq_unlink(answer_name);
}

static void end_by_signal(int number) {
    (void)number;
    remove_names();
    _exit(FAILED);
}

static void fail(int status, const char *what, const char *of) {
    int error = errno;
    remove_names();
    fprintf(stderr, "%s %s%s%s\n", what, of, error ? ": " : "", error ? strerror(error) : "");
    exit(status);
}

/* The kernel's own limit for everybody, or ours if that is lower. */
static long allowed(const char *path, long wanted) {
    FILE *file = fopen(path, "re");
    long limit = wanted;
    if (file) {
        if (fscanf(file, "%ld", &limit) != 1 || limit < 1 || limit > wanted) limit = wanted;
        fclose(file);
    }
    return limit;
}

/* /PREFIX.<digits>SUFFIX; the digits, which nobody can foresee, also into the second. */
static void name(char *into, char *digits, const char *prefix, const char *suffix) {
    unsigned char random[RANDOM_BYTES];
    char hex[2 * RANDOM_BYTES + 1];
    if (getrandom(random, sizeof random, 0) != sizeof random) fail(FAILED, "no random bytes", "");
    for (int i = 0; i < RANDOM_BYTES; i++) sprintf(hex + 2 * i, "%02x", random[i]);
    if (snprintf(into, NAME_MAX_BYTES + 2, "/%s.%s%s", prefix, hex, suffix) > NAME_MAX_BYTES + 1) {
        into[0] = 0;
        errno = 0;
        fail(FAILED, "too long for a queue's name:", prefix);
    }
    if (digits) strcpy(digits, hex);
}

/* Fewer messages where the bytes that a user's queues may have are nearly used up (RLIMIT_MSGQUEUE). */
static mqd_t make(char *queue, int flags, long wanted, long message_bytes) {
    long most = allowed("/proc/sys/fs/mqueue/msg_max", wanted);
    for (long messages = most; messages > 0; messages--) {
        struct mq_attr attributes = {.mq_maxmsg = messages, .mq_msgsize = message_bytes};
        mqd_t made = mq_open(queue, flags | O_CREAT | O_EXCL | O_NONBLOCK | O_CLOEXEC, 0600, &attributes);
        if (made >= 0) {
            /* Whatever the umask. */
            if (fchmod(made, 0600) != 0) fail(FAILED, "cannot make", queue);
            return made;
        }
        if (errno != EMFILE && errno != ENOMEM) break;
    }
    int status = errno == EMFILE || errno == ENOSPC || errno == ENOMEM ? LIMITED : FAILED;
    int error = errno;
    char *gone = strdup(queue);
    queue[0] = 0;
    errno = error;
    fail(status, "cannot make the queue", gone ? gone : "");
    return -1;
}

static void require_mounted(const char *directory) {
    struct statfs system;
    if (statfs(directory, &system) != 0) fail(FAILED, "message_queue.directory.posix_mq: cannot look at", directory);
    errno = 0;
    if (system.f_type != MQUEUE_MAGIC)
        fail(FAILED, "message_queue.directory.posix_mq: no file system of message queues is mounted at", directory);
}

/* Else pmond, which watches the directory, would never see it. */
static void require_seen(const char *directory, const char *queue) {
    char path[PATH_BYTES];
    struct stat seen;
    int length = snprintf(path, sizeof path, "%s%s", directory, queue);
    if (length > 0 && length < (int)sizeof path && lstat(path, &seen) == 0) return;
    errno = 0;
    fail(FAILED, "message_queue.directory.posix_mq: the queues of another IPC namespace are mounted at", directory);
}

static void send_message(mqd_t queue, size_t length, int deadline_ms) {
    while (mq_send(queue, buffer, length, 0) != 0) {
        if (errno != EAGAIN && errno != EINTR) fail(FAILED, "cannot send the", "request");
        struct pollfd polled[] = {{.fd = queue, .events = POLLOUT}, {.fd = STDOUT_FILENO, .events = 0}};
        int ready = poll(polled, 2, deadline_ms);
        errno = 0;
        if (ready == 0) fail(UNTAKEN, "pmond did not take", "the request in time");
        if (polled[1].revents & POLLERR) fail(FAILED, "the client left before", "its request was taken");
    }
}

static bool write_all(size_t length) {
    for (size_t at = 0; at < length;) {
        ssize_t written = write(STDOUT_FILENO, buffer + at, length - at);
        if (written < 0 && errno != EINTR) return false;
        if (written > 0) at += (size_t)written;
    }
    return true;
}

/* Until the client has left: its stdin ends, or it does not read any more. */
static void carry(mqd_t requests, mqd_t answers, size_t message_bytes, int deadline_ms) {
    while (true) {
        struct pollfd polled[] = {{.fd = answers, .events = POLLIN}, {.fd = STDIN_FILENO, .events = POLLIN}};
        if (poll(polled, 2, -1) < 0) {
            if (errno == EINTR) continue;
            return;
        }
        if (polled[0].revents) {
            ssize_t length = mq_receive(answers, buffer, message_bytes, NULL);
            if (length > 0 && !write_all((size_t)length)) return;
        }
        if (polled[1].revents) {
            ssize_t length = read(STDIN_FILENO, buffer, message_bytes);
            if (length == 0 || (length < 0 && errno != EINTR)) return;
            if (length > 0) send_message(requests, (size_t)length, deadline_ms);
        }
    }
}

int main(int count, char **words) {
    int deadline_ms = count == 4 ? atoi(words[3]) : 0;
    if (deadline_ms <= 0) {
        fputs("usage: pmon3-mq DIRECTORY PREFIX DEADLINE_MS\n", stderr);
        return USAGE;
    }
    signal(SIGPIPE, SIG_IGN);
    signal(SIGINT, end_by_signal);
    signal(SIGTERM, end_by_signal);
    signal(SIGHUP, end_by_signal);
    require_mounted(words[1]);
    long message_bytes = allowed("/proc/sys/fs/mqueue/msgsize_max", MESSAGE_BYTES);
    name(answer_name, answer_digits, words[2], ".ans");
    mqd_t answers = make(answer_name, O_RDONLY, ANSWER_MESSAGES, message_bytes);
    require_seen(words[1], answer_name);
    name(request_name, NULL, words[2], ".req");
    mqd_t requests = make(request_name, O_WRONLY, REQUEST_MESSAGES, message_bytes);
    memcpy(buffer, answer_digits, 2 * RANDOM_BYTES);
    send_message(requests, 2 * RANDOM_BYTES, deadline_ms);
    carry(requests, answers, (size_t)message_bytes, deadline_ms);
    remove_names();
    return 0;
}
