/*
 * flood KIND DIRECTORY WORKSHOP: floods the channel directory as fast as one thread can, until SIGTERM; then prints how
 * often it succeeded and how often not.
 *
 *   nothing    burns its core and does not touch the directory: what a busy core costs by itself
 *   requests   complete, locked requests for the list of processes, none of whose answers is read
 *   pings      the same, for nothing but an answer
 *   large      the same with a megabyte of bytes that mean nothing
 *   unlocked   files of the right size and name that nobody holds
 *   empty      files of no size
 *   renames    one file, renamed to an ever new name of a request before anybody can open it
 *   exchanges  two files that change their names all the time
 *   symlinks   symbolic links under names of requests
 *   folders    directories under names of requests
 *   full       the same with something in each: nobody can remove them
 *   links      second names of one file that all may write
 *   unfinished files that never become requests
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* As ChannelLayout has them. */
enum { LENGTH_OFFSET = 8, CHECKSUM_OFFSET = 16, REQUEST_OFFSET = 256 + 32 * 1024, LARGEST = 1024 * 1024 };
enum { PING = 1, LIST_PROCESSES = 2 };
static const char VERSION[8] = "pmon3ch\1";

/* How many requests are held, each until so many later ones were made. */
enum { HELD = 200 };

static volatile sig_atomic_t ended;
static int directory;
/* A folder of the flood's own on the same file system. */
static int workshop;
static uint64_t made, refused;
static char file[REQUEST_OFFSET + LARGEST];
static size_t size = REQUEST_OFFSET + sizeof(uint32_t);

static void end(int signal) {
    (void)signal;
    ended = 1;
}

static uint32_t crc32(const unsigned char *bytes, size_t length) {
    uint32_t crc = ~0u;
    for (size_t i = 0; i < length; i++) {
        crc ^= bytes[i];
        for (int bit = 0; bit < 8; bit++) {
            crc = crc >> 1 ^ (crc & 1 ? 0xedb88320u : 0);
        }
    }
    return ~crc;
}

static void compose(uint32_t kind, size_t length) {
    size = REQUEST_OFFSET + length;
    memcpy(file + REQUEST_OFFSET, &kind, sizeof kind);
    uint64_t word = length;
    memcpy(file + LENGTH_OFFSET, &word, sizeof word);
    word = crc32((unsigned char *)file + REQUEST_OFFSET, length);
    memcpy(file + CHECKSUM_OFFSET, &word, sizeof word);
    memcpy(file, VERSION, sizeof VERSION);
}

static void name(char *into, uint64_t number, const char *suffix) {
    sprintf(into, "%016llx%016llx.%s", (unsigned long long)getpid(), (unsigned long long)number, suffix);
}

static int count(int succeeded) {
    succeeded ? made++ : refused++;
    return succeeded;
}

/* The file under its unfinished name, or -1. */
static int fill(const char *unfinished, size_t length) {
    int fd = openat(directory, unfinished, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd >= 0 && length > 0 && pwrite(fd, file, length, 0) != (ssize_t)length) {
        close(fd);
        unlinkat(directory, unfinished, 0);
        return -1;
    }
    return fd;
}

static int publish(const char *unfinished, uint64_t number) {
    char published[64];
    name(published, number, "req");
    return count(renameat(directory, unfinished, directory, published) == 0);
}

static void requests(int locked) {
    int held[HELD];
    memset(held, -1, sizeof held);
    for (uint64_t number = 0; !ended; number++) {
        int *slot = &held[number % HELD];
        if (*slot >= 0) {
            close(*slot);
        }
        char unfinished[64];
        name(unfinished, number, "tmp");
        *slot = fill(unfinished, size);
        if (*slot < 0) {
            count(0);
            continue;
        }
        struct flock lock = {.l_type = F_WRLCK};
        if (locked) {
            fcntl(*slot, F_SETLK, &lock);
        }
        publish(unfinished, number);
    }
}

static void empty(int published) {
    for (uint64_t number = 0; !ended; number++) {
        char unfinished[64];
        name(unfinished, number, "tmp");
        int fd = fill(unfinished, 0);
        if (fd < 0) {
            count(0);
            continue;
        }
        close(fd);
        published ? publish(unfinished, number) : count(1);
    }
}

static void renames(void) {
    char from[64] = "", to[64];
    for (uint64_t number = 0; !ended; number++) {
        name(to, number, "req");
        if (*from && count(renameat(directory, from, directory, to) == 0)) {
            strcpy(from, to);
            continue;
        }
        name(from, number, "tmp");
        int fd = fill(from, size);
        if (fd >= 0) {
            close(fd);
        }
    }
}

static void exchanges(void) {
    char one[64], other[64];
    name(one, 1, "req");
    name(other, 2, "req");
    while (!ended) {
        if (!count(renameat2(directory, one, directory, other, RENAME_EXCHANGE) == 0)) {
            close(fill(one, 0));
            close(fill(other, 0));
        }
    }
}

static void symlinks(void) {
    for (uint64_t number = 0; !ended; number++) {
        char unfinished[64];
        name(unfinished, number, "tmp");
        symlinkat("/etc/shadow", directory, unfinished) == 0 ? publish(unfinished, number) : count(0);
    }
}

static void folders(int full) {
    for (uint64_t number = 0; !ended; number++) {
        char unfinished[64], inside[72];
        name(unfinished, number, "tmp");
        if (!count(mkdirat(directory, unfinished, 0700) == 0)) {
            continue;
        }
        if (full) {
            sprintf(inside, "%s/inside", unfinished);
            mkdirat(directory, inside, 0700);
        }
        publish(unfinished, number);
    }
}

static void links(void) {
    close(openat(workshop, "file", O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    fchmodat(workshop, "file", 0666, 0);
    for (uint64_t number = 0; !ended; number++) {
        char published[64];
        name(published, number, "req");
        count(linkat(workshop, "file", workshop, "link", 0) == 0
                && renameat(workshop, "link", directory, published) == 0);
        unlinkat(workshop, "link", 0);
    }
    unlinkat(workshop, "file", 0);
}

static void nothing(void) {
    while (!ended) {
        made++;
    }
}

static int flood(const char *kind) {
    if (strcmp(kind, "nothing") == 0) {
        nothing();
    } else if (strcmp(kind, "requests") == 0) {
        compose(LIST_PROCESSES, sizeof(uint32_t));
        requests(1);
    } else if (strcmp(kind, "pings") == 0) {
        compose(PING, sizeof(uint32_t));
        requests(1);
    } else if (strcmp(kind, "large") == 0) {
        compose(0, LARGEST);
        requests(1);
    } else if (strcmp(kind, "unlocked") == 0) {
        requests(0);
    } else if (strcmp(kind, "empty") == 0) {
        empty(1);
    } else if (strcmp(kind, "unfinished") == 0) {
        empty(0);
    } else if (strcmp(kind, "renames") == 0) {
        renames();
    } else if (strcmp(kind, "exchanges") == 0) {
        exchanges();
    } else if (strcmp(kind, "symlinks") == 0) {
        symlinks();
    } else if (strcmp(kind, "folders") == 0) {
        folders(0);
    } else if (strcmp(kind, "full") == 0) {
        folders(1);
    } else if (strcmp(kind, "links") == 0) {
        links();
    } else {
        return 0;
    }
    return 1;
}

int main(int argc, char **argv) {
    if (argc != 4) {
        fputs("flood KIND DIRECTORY WORKSHOP\n", stderr);
        return 2;
    }
    signal(SIGTERM, end);
    directory = open(argv[2], O_PATH | O_DIRECTORY | O_CLOEXEC);
    workshop = open(argv[3], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0 || workshop < 0) {
        perror(argv[2]);
        return 1;
    }
    if (!flood(argv[1])) {
        fprintf(stderr, "no such kind: %s\n", argv[1]);
        return 2;
    }
    printf("%s made %llu, refused %llu\n", argv[1], (unsigned long long)made, (unsigned long long)refused);
    return 0;
}
