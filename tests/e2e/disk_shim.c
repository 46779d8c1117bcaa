/* disk_shim.c: a library that is loaded in front of libc (LD_PRELOAD) and stands between Parley and the disk, the sockets and the clock.
 *
 * It writes down what happens to files below PARLEY_SHIM_FOLDER, in the order in which it happens, together with what is needed to undo
 * it: disk_shim.py reads that, and takes back what was never synced, as a machine does that loses its power. On demand a sync or a
 * write fails, the disk is full, or the time of day is another. Nothing is truly synced: the tests kill processes, not machines.
 *
 *   PARLEY_SHIM_FOLDER      files below it are watched
 *   PARLEY_SHIM_TRACE       where to write down what happens
 *   PARLEY_SHIM_SENDS       if set, sends on sockets are written down, too
 *   PARLEY_SHIM_FAIL_SYNC   every so manyth sync of a watched file whose name holds PARLEY_SHIM_FAIL_NAME fails with EIO
 *   PARLEY_SHIM_FAIL_WRITE  the same for writes, with ENOSPC after half of the bytes
 *   PARLEY_SHIM_FULL        while this file exists, nothing that needs room succeeds (ENOSPC)
 *   PARLEY_SHIM_CLOCK       a file that begins with a number of 8 bytes: nanoseconds to add to the time of day
 *
 * System calls are made directly, so that it makes no difference what else stands in front of libc. Linux, x86-64. */
#define _GNU_SOURCE
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { descriptors_max = 65536, id_bytes = 36, ids_max = 64 };

/* One event: this head, then `bytes` of whatever belongs to it. Little-endian. */
struct event {
    char type;
    char flag;
    int16_t unused;
    int32_t descriptor;
    int64_t offset;
    int64_t old_size;
    int64_t bytes;
};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static const char *folder, *fail_name, *full;
static int trace = -1, writes_sends;
static long fail_sync, fail_write, syncs, writes;
static const volatile int64_t *clock_offset;
static char watched[descriptors_max]; /* 1: a file, 2: a file whose name holds fail_name */

__attribute__((constructor)) static void begin(void) {
    folder = getenv("PARLEY_SHIM_FOLDER");
    fail_name = getenv("PARLEY_SHIM_FAIL_NAME");
    full = getenv("PARLEY_SHIM_FULL");
    writes_sends = getenv("PARLEY_SHIM_SENDS") != NULL;
    if (getenv("PARLEY_SHIM_FAIL_SYNC")) fail_sync = atol(getenv("PARLEY_SHIM_FAIL_SYNC"));
    if (getenv("PARLEY_SHIM_FAIL_WRITE")) fail_write = atol(getenv("PARLEY_SHIM_FAIL_WRITE"));
    const char *path = getenv("PARLEY_SHIM_TRACE");
    if (path) trace = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    path = getenv("PARLEY_SHIM_CLOCK");
    const int clock = path ? (int)syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC, 0) : -1;
    if (clock < 0) return;
    void *page = mmap(NULL, sizeof(int64_t), PROT_READ, MAP_SHARED, clock, 0);
    if (page != MAP_FAILED) clock_offset = page;
}

static void note(struct event event, const void *bytes) {
    if (trace < 0) return;
    struct iovec parts[2] = {{&event, sizeof event}, {(void *)bytes, (size_t)event.bytes}};
    syscall(SYS_writev, trace, parts, 2);
}

static int is_watched(int descriptor) {
    return descriptor >= 0 && descriptor < descriptors_max ? watched[descriptor] : 0;
}

static int is_full(void) {
    return full && syscall(SYS_access, full, F_OK) == 0;
}

static int64_t size_of(int descriptor) {
    struct stat found;
    return fstat(descriptor, &found) == 0 ? found.st_size : 0;
}

/* Before the bytes from `offset` on are changed: what they are now. */
static void note_before(char type, int descriptor, int64_t offset, int64_t bytes) {
    if (trace < 0) return;
    const int64_t size = size_of(descriptor);
    int64_t kept = offset + bytes < size ? bytes : size - offset;
    if (kept < 0) kept = 0;
    char *old = malloc((size_t)kept + 1);
    if (kept > 0) kept = syscall(SYS_pread64, descriptor, old, kept, offset);
    note((struct event){type, 0, 0, descriptor, offset, size, kept < 0 ? 0 : kept}, old);
    free(old);
}

static int looks_like_an_id(const char *text) {
    for (int at = 0; at < id_bytes; ++at) {
        const int dash = at == 8 || at == 13 || at == 18 || at == 23;
        if (dash ? text[at] != '-' : !isxdigit((unsigned char)text[at])) return 0;
    }
    return 1;
}

/* The ids that stand in the bytes, one after another. */
static int64_t find_ids(const char *bytes, size_t size, char *ids, int64_t found) {
    for (size_t at = 0; at + id_bytes <= size && found < ids_max; ++at) {
        if (bytes[at + 8] != '-' || !looks_like_an_id(bytes + at)) continue;
        memcpy(ids + found++ * id_bytes, bytes + at, id_bytes);
        at += id_bytes - 1;
    }
    return found;
}

/* Names. */

static void absolute(int directory, const char *path, char *out) {
    char link[64];
    ssize_t size = 0;
    if (path[0] != '/' && directory != AT_FDCWD) {
        snprintf(link, sizeof link, "/proc/self/fd/%d", directory);
        size = readlink(link, out, PATH_MAX);
        if (size < 0) size = 0;
        out[size++] = '/';
    }
    snprintf(out + size, (size_t)(PATH_MAX - size), "%s", path);
}

static int is_inside(const char *path) {
    return folder && strncmp(path, folder, strlen(folder)) == 0;
}

static int open_at(int directory, const char *path, int flags, mode_t mode) {
    char name[2 * PATH_MAX];
    absolute(directory, path, name);
    const int inside = is_inside(name);
    const int creates = inside && (flags & O_CREAT) && syscall(SYS_access, name, F_OK) != 0;
    if (creates && is_full()) {
        errno = ENOSPC;
        return -1;
    }
    pthread_mutex_lock(&mutex);
    const int descriptor = (int)syscall(SYS_openat, directory, path, flags, mode);
    if (descriptor >= 0 && descriptor < descriptors_max) {
        watched[descriptor] = (char)(inside ? 1 + (!fail_name || strstr(name, fail_name) != NULL) : 0);
        if (inside) note((struct event){'o', (char)creates, 0, descriptor, 0, 0, (int64_t)strlen(name)}, name);
    }
    pthread_mutex_unlock(&mutex);
    return descriptor;
}

static mode_t mode_of(int flags, va_list rest) {
    return flags & (O_CREAT | __O_TMPFILE) ? va_arg(rest, mode_t) : 0;
}
#define OPEN(function)                                    \
    int function(const char *path, int flags, ...) {      \
        va_list rest;                                     \
        va_start(rest, flags);                            \
        const mode_t mode = mode_of(flags, rest);         \
        va_end(rest);                                     \
        return open_at(AT_FDCWD, path, flags, mode);      \
    }
#define OPENAT(function)                                            \
    int function(int directory, const char *path, int flags, ...) { \
        va_list rest;                                               \
        va_start(rest, flags);                                      \
        const mode_t mode = mode_of(flags, rest);                   \
        va_end(rest);                                               \
        return open_at(directory, path, flags, mode);               \
    }
OPEN(open)
OPEN(open64)
OPENAT(openat)
OPENAT(openat64)

int close(int descriptor) {
    if (is_watched(descriptor)) watched[descriptor] = 0;
    return (int)syscall(SYS_close, descriptor);
}

static int remove_at(int directory, const char *path, int flags) {
    char name[2 * PATH_MAX];
    absolute(directory, path, name);
    pthread_mutex_lock(&mutex);
    const int status = (int)syscall(SYS_unlinkat, directory, path, flags);
    if (status == 0 && is_inside(name)) note((struct event){'u', 0, 0, -1, 0, 0, (int64_t)strlen(name)}, name);
    pthread_mutex_unlock(&mutex);
    return status;
}
int unlink(const char *path) { return remove_at(AT_FDCWD, path, 0); }
int unlinkat(int directory, const char *path, int flags) { return remove_at(directory, path, flags); }

static int rename_at(int from_directory, const char *from, int to_directory, const char *to) {
    char names[4 * PATH_MAX], new_name[2 * PATH_MAX];
    absolute(from_directory, from, names);
    absolute(to_directory, to, new_name);
    pthread_mutex_lock(&mutex);
    const int status = (int)syscall(SYS_renameat2, from_directory, from, to_directory, to, 0);
    strcat(strcat(names, "\n"), new_name);
    if (status == 0 && is_inside(names)) note((struct event){'r', 0, 0, -1, 0, 0, (int64_t)strlen(names)}, names);
    pthread_mutex_unlock(&mutex);
    return status;
}
int rename(const char *from, const char *to) { return rename_at(AT_FDCWD, from, AT_FDCWD, to); }
int renameat(int from_directory, const char *from, int to_directory, const char *to) {
    return rename_at(from_directory, from, to_directory, to);
}

/* Contents. */

static ssize_t write_at(int descriptor, const void *bytes, size_t size, off_t offset) {
    if (!is_watched(descriptor)) return syscall(SYS_pwrite64, descriptor, bytes, size, offset);
    if (is_full() && offset + (off_t)size > size_of(descriptor)) {
        errno = ENOSPC;
        return -1;
    }
    pthread_mutex_lock(&mutex);
    const int fails = watched[descriptor] == 2 && fail_write > 0 && ++writes % fail_write == 0;
    note_before('W', descriptor, offset, (int64_t)size);
    ssize_t written = syscall(SYS_pwrite64, descriptor, bytes, fails ? size / 2 : size, offset);
    if (fails) {
        errno = ENOSPC;
        written = -1;
    } else {
        char ids[ids_max * id_bytes];
        const int64_t found = find_ids(bytes, size, ids, 0);
        note((struct event){'w', 0, 0, descriptor, offset, 0, found * id_bytes}, ids);
    }
    pthread_mutex_unlock(&mutex);
    return written;
}
ssize_t pwrite(int descriptor, const void *bytes, size_t size, off_t offset) { return write_at(descriptor, bytes, size, offset); }
ssize_t pwrite64(int descriptor, const void *bytes, size_t size, off64_t offset) { return write_at(descriptor, bytes, size, offset); }
ssize_t write(int descriptor, const void *bytes, size_t size) {
    if (!is_watched(descriptor)) return syscall(SYS_write, descriptor, bytes, size);
    struct stat found;
    if (fstat(descriptor, &found) != 0 || !S_ISREG(found.st_mode)) { /* libc has closed a file by itself: the number is another's */
        watched[descriptor] = 0;
        return syscall(SYS_write, descriptor, bytes, size);
    }
    const off_t offset = lseek(descriptor, 0, SEEK_CUR);
    const ssize_t written = write_at(descriptor, bytes, size, offset);
    if (written > 0) lseek(descriptor, offset + written, SEEK_SET);
    return written;
}

static int cut(int descriptor, off_t size) {
    pthread_mutex_lock(&mutex);
    if (is_watched(descriptor)) note_before('T', descriptor, size, LONG_MAX / 2);
    const int status = (int)syscall(SYS_ftruncate, descriptor, size);
    pthread_mutex_unlock(&mutex);
    return status;
}
int ftruncate(int descriptor, off_t size) { return cut(descriptor, size); }
int ftruncate64(int descriptor, off64_t size) { return cut(descriptor, size); }

static int set_aside(int descriptor, int mode, off_t offset, off_t size) {
    if (is_watched(descriptor) && is_full()) {
        errno = ENOSPC;
        return -1;
    }
    pthread_mutex_lock(&mutex);
    if (is_watched(descriptor)) note_before('T', descriptor, size_of(descriptor), 0);
    const int status = (int)syscall(SYS_fallocate, descriptor, mode, offset, size);
    pthread_mutex_unlock(&mutex);
    return status;
}
int fallocate(int descriptor, int mode, off_t offset, off_t size) { return set_aside(descriptor, mode, offset, size); }
int fallocate64(int descriptor, int mode, off64_t offset, off64_t size) { return set_aside(descriptor, mode, offset, size); }

static int sync_file(int descriptor, long call) {
    if (!is_watched(descriptor)) return (int)syscall(call, descriptor);
    pthread_mutex_lock(&mutex);
    const int fails = watched[descriptor] == 2 && fail_sync > 0 && ++syncs % fail_sync == 0;
    note((struct event){fails ? 'F' : 'S', 0, 0, descriptor, 0, 0, 0}, NULL);
    pthread_mutex_unlock(&mutex);
    if (!fails) return 0;
    errno = EIO;
    return -1;
}
int fdatasync(int descriptor) { return sync_file(descriptor, SYS_fdatasync); }
int fsync(int descriptor) { return sync_file(descriptor, SYS_fsync); }

/* What leaves. The flag is 1 for the head of an answer, 2 for the end of a stream, 3 for both. */

static void note_send(int descriptor, const struct iovec *parts, size_t count) {
    char ids[ids_max * id_bytes];
    int64_t found = 0;
    int flag = 0;
    for (size_t part = 0; part < count; ++part) {
        const char *bytes = parts[part].iov_base;
        const size_t size = parts[part].iov_len;
        if (part == 0 && size > 9 && memcmp(bytes, "HTTP/1.1 ", 9) == 0) flag |= 1;
        if (memmem(bytes, size, "data: [DONE]", 12)) flag |= 2;
        found = find_ids(bytes, size, ids, found);
    }
    pthread_mutex_lock(&mutex);
    note((struct event){'n', (char)flag, 0, descriptor, 0, 0, found * id_bytes}, ids);
    pthread_mutex_unlock(&mutex);
}

ssize_t sendmsg(int descriptor, const struct msghdr *message, int flags) {
    if (writes_sends) note_send(descriptor, message->msg_iov, message->msg_iovlen);
    return syscall(SYS_sendmsg, descriptor, message, flags);
}

ssize_t send(int descriptor, const void *bytes, size_t size, int flags) {
    const struct iovec part = {(void *)bytes, size};
    if (writes_sends) note_send(descriptor, &part, 1);
    return syscall(SYS_sendto, descriptor, bytes, size, flags, NULL, 0);
}

/* The time of day. */

int clock_gettime(clockid_t clock, struct timespec *time) {
    const int status = (int)syscall(SYS_clock_gettime, clock, time);
    if (status != 0 || !clock_offset || (clock != CLOCK_REALTIME && clock != CLOCK_REALTIME_COARSE)) return status;
    const int64_t moment = time->tv_sec * 1000000000L + time->tv_nsec + *clock_offset;
    time->tv_sec = moment / 1000000000L;
    time->tv_nsec = moment % 1000000000L;
    return 0;
}
time_t time(time_t *into) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (into) *into = now.tv_sec;
    return now.tv_sec;
}
int gettimeofday(struct timeval *restrict into, void *restrict zone) {
    (void)zone;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    into->tv_sec = now.tv_sec;
    into->tv_usec = now.tv_nsec / 1000;
    return 0;
}
