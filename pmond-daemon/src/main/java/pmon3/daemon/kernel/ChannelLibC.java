package pmon3.daemon.kernel;

import java.nio.ByteBuffer;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;

/**
 * What the channel's server asks of libc, for {@link ChannelFiles} and {@link DirectoryWatch} alone; public because jnr-ffi
 * implements it in a package of its own. Texts are bytes that end with a zero; buffers are direct.
 */
public interface ChannelLibC {
    int open(@In byte[] path, int flags, int mode);

    int openat(int directory, @In byte[] name, int flags, int mode);

    int close(int fd);

    int mkdir(@In byte[] path, int mode);

    int unlinkat(int directory, @In byte[] name, int flags);

    int renameat2(int fromDirectory, @In byte[] from, int toDirectory, @In byte[] to, int flags);

    int fchmod(int fd, int mode);

    int fchown(int fd, int uid, int gid);

    int flock(int fd, int operation);

    int fcntl(int fd, int command, @In @Out ByteBuffer lock);

    int statx(int directory, @In byte[] name, int flags, int mask, @Out ByteBuffer into);

    long pread(int fd, @Out ByteBuffer into, long length, long offset);

    long pwrite(int fd, @In ByteBuffer from, long length, long offset);

    long read(int fd, @Out ByteBuffer into, long length);

    long write(int fd, @In ByteBuffer from, long length);

    int eventfd(int initial, int flags);

    int inotify_init1(int flags);

    int inotify_add_watch(int inotify, @In byte[] path, int mask);

    int socket(int domain, int type, int protocol);

    int bind(int fd, @In ByteBuffer address, int addressBytes);

    int listen(int fd, int backlog);

    int accept4(int fd, @Out ByteBuffer address, @In @Out ByteBuffer addressBytes, int flags);

    int getsockopt(int fd, int level, int option, @Out ByteBuffer value, @In @Out ByteBuffer valueBytes);

    int setsockopt(int fd, int level, int option, @In ByteBuffer value, int valueBytes);

    int getpeername(int fd, @Out ByteBuffer address, @In @Out ByteBuffer addressBytes);

    long recv(int fd, @Out ByteBuffer into, long length, int flags);

    long send(int fd, @In ByteBuffer from, long length, int flags);

    long syscall(long number, long fd, @In @Out ByteBuffer bytes, long length, long priority, long noTimeout);

    long syscall(long number, long fd, long nothing, @Out ByteBuffer into);

    int poll(@In @Out ByteBuffer descriptors, long count, int timeoutMs);
}
