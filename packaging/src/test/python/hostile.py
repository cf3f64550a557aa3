#!/usr/bin/python3
"""hostile.py CHANNEL OWN TIMES [KIND,...]: a hostile client of the pmond that serves the directory CHANNEL.

OWN is a folder of the caller's on the same file system. In it are requests/, the messages of valid requests (what this
client would like to have done), and foreign/, complete channel files that somebody else wrote. Each kind of attack is a
function below, without arguments; they take turns until there were TIMES of them. Prints how often each was tried, as
KIND TIMES, and once more for what the kernel itself refused, as refused KIND TIMES. Needs nothing of pmond but that it
lives: no attack waits longer than a moment for anything.
"""
import ctypes, errno, fcntl, os, random, signal, socket, stat, struct, sys, time, zlib

channel, own, times = sys.argv[1], sys.argv[2], int(sys.argv[3])
random.seed(20261125)

# As ChannelLayout has them.
VERSION, LENGTH, CHECKSUM, STATE, BEAT, WRITTEN, READ, RING, REQUEST = 0, 8, 16, 64, 72, 80, 128, 256, 256 + 32 * 1024
MAGIC, LARGEST = b"pmon3ch\1", 1024 * 1024
F_OFD_SETLK = 37
LONGEST_WAIT = 0.02

messages = {name: open(f"{own}/requests/{name}", "rb").read() for name in os.listdir(f"{own}/requests")}
kept = []


class File:
    """A channel file: right at first, then whatever is made of it."""

    def __init__(self, message, folder=channel):
        self.name = f"{folder}/{random.getrandbits(128):032x}"
        self.fd = os.open(self.name + ".tmp", os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        os.pwrite(self.fd, header(message) + bytes(REQUEST - RING) + message, 0)

    def lock(self, kind=fcntl.LOCK_EX):
        fcntl.lockf(self.fd, kind | fcntl.LOCK_NB)
        return self

    def publish(self, suffix=".req"):
        os.rename(self.name + ".tmp", self.name + suffix)
        return self

    def word(self, offset, value):
        os.pwrite(self.fd, struct.pack("<Q", value & (1 << 64) - 1), offset)
        return self

    def sees(self, offset):
        return os.pread(self.fd, 8, offset) not in (b"", bytes(8))

    def await_taken(self):
        await_that(lambda: self.sees(STATE) or not os.path.lexists(self.name + ".req"))
        return self

    def close(self):
        os.close(self.fd)


def header(message):
    words = struct.pack("<8sQQ", MAGIC, len(message), zlib.crc32(message))
    return words + bytes(RING - len(words))


def await_that(condition):
    end = time.monotonic() + LONGEST_WAIT
    while not condition() and time.monotonic() < end:
        time.sleep(0.0002)


def any_message():
    return messages[random.choice(sorted(messages))]


def any_word():
    return random.choice((0, 1, 2, -1, 255, 1 << 31, 1 << 32, 1 << 40, 1 << 63, random.getrandbits(64)))


def any_name(suffix=".req"):
    return f"{channel}/{random.getrandbits(128):032x}{suffix}"


def placed(make):
    """Made under a name that nobody looks at, then renamed to a request's."""
    unfinished = any_name(".tmp")
    make(unfinished)
    os.rename(unfinished, any_name())


# ---- what is no request ----

def truncated():
    file = File(any_message()).lock()
    os.ftruncate(file.fd, random.choice((0, 1, 8, RING - 1, RING, REQUEST - 1, REQUEST)))
    file.publish().close()


def wrong_size():
    file = File(any_message()).lock()
    os.ftruncate(file.fd, random.choice((REQUEST + LARGEST + 1, 1 << 30, 1 << 40)))
    file.publish().close()


def symlink():
    target = random.choice(("/etc/shadow", "/dev/zero", "pmond.lock", "pmond.identities", f"{own}/nothing", any_name()))
    placed(lambda name: os.symlink(target, name))


def hard_link():
    file = File(any_message()).lock()
    os.link(file.name + ".tmp", any_name(".tmp"))
    file.publish().close()


def hard_link_of_roots_file():
    placed(lambda name: os.link(random.choice((f"{channel}/pmond.lock", f"{own}/foreign/0.tmp")), name))


def fifo():
    placed(lambda name: os.mkfifo(name, 0o600))


def directory():
    placed(lambda name: os.mkdir(name, random.choice((0o600, 0o700, 0o777, 0))))


def directory_with_something():
    unfinished = any_name(".tmp")
    os.mkdir(unfinished)
    os.mkdir(unfinished + "/inside")
    os.rename(unfinished, any_name())


def device():
    placed(lambda name: os.mknod(name, stat.S_IFCHR | 0o600, os.makedev(1, 5)))


def socket_file():
    def bind(name):
        os.chdir(channel)
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(os.path.basename(name))
    placed(bind)


def open_to_others():
    file = File(any_message()).lock()
    os.fchmod(file.fd, random.choice((0o644, 0o666, 0o700, 0o400, 0, 0o4600, 0o2600, 0o1600)))
    file.publish().close()


def strange_name():
    file = File(any_message()).lock()
    os.rename(file.name + ".tmp", channel + "/" + random.choice((
        "x.req", "A" * 32 + ".req", "0" * 33 + ".req", "\udcff\udcfe.req", "a\nb.req", "-rf", "$(id).req", "q" * 255)))
    file.close()


def pmonds_own_names():
    for name in ("pmond.lock", "pmond.identities"):
        for attack in (lambda path: os.open(path, os.O_WRONLY), os.unlink, lambda path: os.rename(path, any_name()),
                       lambda path: os.rename(File(any_message()).name + ".tmp", path), lambda path: os.chmod(path, 0o666)):
            try:
                attack(f"{channel}/{name}")
            except OSError as e:
                refused_by(e)
    os.chmod(channel, 0o777)


# ---- who asks ----

def unlocked():
    File(any_message()).publish().close()


def read_lock():
    File(any_message()).lock(fcntl.LOCK_SH).publish().await_taken().close()


def lock_of_nobody():
    file = File(any_message())
    fcntl.fcntl(file.fd, F_OFD_SETLK, struct.pack("hhqqi4x", fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0))
    file.publish().await_taken().close()


def flock():
    file = File(any_message())
    fcntl.flock(file.fd, fcntl.LOCK_EX)
    file.publish().await_taken().close()


def lock_of_another():
    """Held by a child, who ends at some moment."""
    file = File(any_message())
    child = os.fork()
    if child == 0:
        try:
            file.lock()
            time.sleep(random.random() * 0.003)
        finally:
            os._exit(0)
    time.sleep(0.001)
    file.publish().await_taken().close()
    os.waitpid(child, 0)


def lock_of_a_setuid_program():
    """A lock of the process stays when the process becomes a program that is root."""
    child = os.fork()
    if child == 0:
        try:
            file = File(any_message()).lock()
            os.set_inheritable(file.fd, True)
            nothing = os.open("/dev/null", os.O_RDWR)
            for fd in (0, 1, 2):
                os.dup2(nothing, fd)
            file.publish()
            os.execv("/usr/bin/su", ["su", "--help"])
        finally:
            os._exit(1)
    os.waitpid(child, 0)


def rooted():
    """Complete and right, but written by somebody else; only the name is ours to change."""
    foreign = sorted(name for name in os.listdir(f"{own}/foreign") if name.endswith(".tmp") and name != "0.tmp")
    if foreign:
        os.rename(f"{own}/foreign/{foreign[0]}", any_name())


def lease():
    file = File(any_message()).lock()
    fcntl.fcntl(file.fd, fcntl.F_SETSIG, signal.SIGURG)
    fcntl.fcntl(file.fd, fcntl.F_SETLEASE, fcntl.F_WRLCK)
    file.publish().await_taken()
    keep(file)


# ---- what is asked ----

def header_word():
    File(any_message()).lock().word(random.choice((VERSION, LENGTH, CHECKSUM)), any_word()).publish().await_taken().close()


def position():
    file = File(messages["list"]).lock().word(READ, any_word()).publish()
    for _ in range(3):
        file.word(random.choice((STATE, BEAT, WRITTEN, READ)), any_word())
    file.await_taken().close()


def random_bytes():
    message = random.randbytes(random.choice((4, 5, 8, 16, 64, 1000)))
    if random.random() < 0.7:
        message = struct.pack("<I", random.choice((*range(13), *range(20, 31), 40, 41))) + message[4:]
    File(message).lock().publish().await_taken().close()


def mutated():
    message = bytearray(any_message())
    for _ in range(random.randint(1, 4)):
        at = random.randrange(len(message))
        mutation = random.randrange(4)
        if mutation == 0:
            message[at] = random.getrandbits(8)
        elif mutation == 1:
            message[at:at + 4] = struct.pack("<I", any_word() & 0xffffffff)
        elif mutation == 2 and len(message) > 1:
            del message[at:at + random.randint(1, 8)]
        else:
            message[at:at] = random.randbytes(random.randint(1, 8))
        message = message or bytearray(4)
    File(bytes(message)).lock().publish().await_taken().close()


def large():
    File(any_message() + random.randbytes(1000) * (LARGEST // 1000 - 100)).lock().publish().await_taken().close()


def forbidden():
    """Well said, but of what is not the caller's; some read their answers."""
    file = File(any_message()).lock().publish().await_taken()
    if random.random() < 0.5:
        await_that(lambda: file.sees(WRITTEN))
    file.close()


# ---- what changes meanwhile ----

def shrinking():
    file = File(any_message()).lock().publish()
    for size in (REQUEST + 1, REQUEST, RING + 100, RING, 100, 0):
        os.ftruncate(file.fd, size)
    file.close()


def growing():
    file = File(any_message()).lock().publish()
    for size in (REQUEST + 5000, REQUEST + LARGEST, 1 << 30, 1 << 42):
        os.ftruncate(file.fd, size)
    file.await_taken().close()


def changed():
    """Another request in the same place, of the same length, with its own checksum, again and again."""
    one, other = messages["ping"], struct.pack("<I", 2)
    file = File(one).lock().publish()
    end = time.monotonic() + 0.001
    while time.monotonic() < end:
        for message in (one, other):
            os.pwrite(file.fd, message, REQUEST)
            file.word(CHECKSUM, zlib.crc32(message))
    file.close()


def replayed():
    """The same file under its next name before the one before is dealt with."""
    file = File(any_message()).lock().publish()
    for _ in range(20):
        following = f"{channel}/{random.getrandbits(128):032x}"
        try:
            os.rename(file.name + ".req", following + ".req")
        except FileNotFoundError:
            break
        file.name = following
        file.word(STATE, 0)
    file.close()


def renamed_while_read():
    file = File(any_message()).lock()
    for _ in range(10):
        try:
            os.rename(file.name + ".tmp", file.name + ".req")
            os.rename(file.name + ".req", file.name + ".tmp")
        except FileNotFoundError:
            break
    file.close()


def exchanged():
    """With something else under a request's name at each look."""
    file = File(any_message()).lock().publish()
    try:
        os.symlink("/etc/shadow", file.name + ".tmp")
        for _ in range(10):
            os.rename(file.name + ".tmp", file.name + ".req")
            os.symlink("/etc/shadow", file.name + ".tmp")
    except OSError as e:
        refused_by(e)
    file.close()


def half():
    """Given up at some moment: made, filled in part, locked, published."""
    file = File(any_message())
    os.ftruncate(file.fd, random.choice((0, 10, REQUEST)))
    if random.random() < 0.5:
        file.lock()
    file.close()


def left_at_once():
    File(any_message()).lock().publish().close()


def unread():
    keep(File(messages["list"]).lock().publish())


def many():
    files = [File(messages["ping"]).lock().publish() for _ in range(20)]
    for file in files:
        file.close()


def keep(file):
    """Open and locked until so many later ones were made."""
    kept.append(file)
    if len(kept) > 40:
        kept.pop(0).close()


KINDS = (truncated, wrong_size, symlink, hard_link, hard_link_of_roots_file, fifo, directory, directory_with_something,
         device, socket_file, open_to_others, strange_name, pmonds_own_names, unlocked, read_lock, lock_of_nobody, flock,
         lock_of_another, lock_of_a_setuid_program, rooted, lease, header_word, position, random_bytes, mutated, large,
         forbidden, shrinking, growing, changed, replayed, renamed_while_read, exchanged, half, left_at_once, unread, many)
# Each costs a process, or stays in the directory for ever.
SELDOM = (lock_of_a_setuid_program, lock_of_another, directory_with_something)

tried, refused = {}, {}
trying = None


def refused_by(error):
    """Only what the kernel says no to, or what pmond was quicker at, is expected."""
    if error.errno in (errno.EPERM, errno.EACCES, errno.ENOENT, errno.EEXIST, errno.ENOTDIR, errno.EISDIR, errno.EAGAIN):
        refused[trying] = refused.get(trying, 0) + 1
    else:
        raise error


def attack(kind):
    global trying
    trying = kind.__name__
    tried[trying] = tried.get(trying, 0) + 1
    try:
        kind()
    except OSError as e:
        refused_by(e)


def is_let_in():
    return os.access(f"{channel}/pmond.lock", os.F_OK)


if __name__ == "__main__":
    os.umask(0o077)
    wanted = sys.argv[4].split(",") if sys.argv[4:] and sys.argv[4] else [kind.__name__ for kind in KINDS]
    chosen = [globals()[name] for name in wanted]
    for number in range(times):
        kind = chosen[number % len(chosen)]
        if kind in SELDOM and number // len(chosen) % 8 and len(chosen) > 1:
            kind = mutated
        while not is_let_in():
            time.sleep(0.1)
        attack(kind)
    for name, count in tried.items():
        print(name, count)
    for name, count in refused.items():
        print("refused", name, count)
