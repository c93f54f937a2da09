/* Notes every write, sync, truncation and removal of files whose path begins with $TAP_FOLDER, in $TAP_LOG, if set.
   For LD_PRELOAD. One record: op, path length, data length, offset, monotonic time, path, data.
   $TAP_FAULT, if set, names a file that begins with a number (int32): while that is not 0, whatever would change
   something below $TAP_FOLDER fails with it as errno, before it is done: 28 for a full disk, 30 for a read-only one, 5 for
   a broken one. A fault of 5 shows at the sync only: it comes after the write, as it does with real disks. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

struct head { char op; char pad[3]; uint32_t path; uint64_t data; uint64_t offset; double at_s; };

static int log_fd = -2;
static const char *folder;
static volatile const int32_t *fault;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static const int32_t none = 0;

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static int ready(void) {
    if (log_fd == -2) {
        folder = getenv("TAP_FOLDER");
        const char *log = getenv("TAP_LOG");
        const char *control = getenv("TAP_FAULT");
        fault = &none;
        log_fd = -1; /* what is opened here is not asked about */
        if (folder && control) {
            int fd = REAL(open)(control, O_RDONLY | O_CLOEXEC);
            void *found = fd < 0 ? MAP_FAILED : mmap(NULL, sizeof *fault, PROT_READ, MAP_SHARED, fd, 0);
            if (found == MAP_FAILED) abort();
            fault = found;
            close(fd);
        }
        if (folder && log) log_fd = REAL(open)(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    }
    return log_fd >= 0;
}

/* Whether to refuse: sets errno. A removal works on a full disk. */
static int refused(const char *path, char op) {
    ready();
    int32_t number = *fault;
    if (!number || (number == EIO) != (op == 's') || (number == ENOSPC && op == 'u')) return 0;
    if (!path || strncmp(path, folder, strlen(folder))) return 0;
    errno = number;
    return 1;
}

static void note(char op, const char *path, const void *data, uint64_t size, uint64_t offset) {
    if (strncmp(path, folder, strlen(folder))) return;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    struct head head = {op, {0}, strlen(path), size, offset, now.tv_sec + now.tv_nsec / 1e9};
    struct iovec parts[3] = {{&head, sizeof head}, {(void *)path, head.path}, {(void *)data, data ? size : 0}};
    if (!data) head.data = 0;
    if (writev(log_fd, parts, 3) < 0) abort();
}

static int path_of(int fd, char *path) {
    char name[40];
    snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
    ssize_t size = readlink(name, path, 4095);
    if (size < 0) return 0;
    path[size] = 0;
    return path[0] == '/';
}

static int fd_refused(int fd, char op) {
    char path[4096];
    ready();
    return *fault && path_of(fd, path) && refused(path, op);
}

/* What is done and what is noted stay in one order. */
#define TAPPED(fd, call, op, data, size, offset)                                                                      \
    if (fd_refused(fd, op)) return -1;                                                                                \
    if (!ready() || (fd) == log_fd) return call;                                                                      \
    pthread_mutex_lock(&lock);                                                                                        \
    __typeof__(call) result = call;                                                                                   \
    char path[4096];                                                                                                  \
    if (result >= 0 && path_of(fd, path)) note(op, path, data, size, offset);                                         \
    pthread_mutex_unlock(&lock);                                                                                      \
    return result;

ssize_t pwrite(int fd, const void *data, size_t size, off_t offset) {
    TAPPED(fd, REAL(pwrite)(fd, data, size, offset), 'w', data, (uint64_t)result, offset)
}
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t offset) {
    TAPPED(fd, REAL(pwrite64)(fd, data, size, offset), 'w', data, (uint64_t)result, offset)
}
int fsync(int fd) { TAPPED(fd, REAL(fsync)(fd), 's', NULL, 0, 0) }
int fdatasync(int fd) { TAPPED(fd, REAL(fdatasync)(fd), 's', NULL, 0, 0) }
int ftruncate(int fd, off_t size) { TAPPED(fd, REAL(ftruncate)(fd, size), 't', NULL, 0, size) }
int ftruncate64(int fd, off64_t size) { TAPPED(fd, REAL(ftruncate64)(fd, size), 't', NULL, 0, size) }
ssize_t write(int fd, const void *data, size_t size) {
    return fd_refused(fd, 'w') ? -1 : REAL(write)(fd, data, size);
}
static int changes(int flags, const char *path) {
    struct stat found;
    return flags & O_CREAT ? stat(path, &found) != 0 || *fault == EROFS : (flags & O_ACCMODE) != O_RDONLY && *fault == EROFS;
}
#define OPENS(name)                                                                                                   \
    int name(const char *path, int flags, ...) {                                                                      \
        va_list rest;                                                                                                 \
        va_start(rest, flags);                                                                                        \
        mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;                                                     \
        va_end(rest);                                                                                                 \
        ready();                                                                                                      \
        if (*fault && changes(flags, path) && refused(path, 'o')) return -1;                                          \
        return REAL(name)(path, flags, mode);                                                                         \
    }
OPENS(open)
OPENS(open64)
int mkdir(const char *path, mode_t mode) { return refused(path, 'm') ? -1 : REAL(mkdir)(path, mode); }
int rename(const char *from, const char *to) {
    return refused(to, 'u') ? -1 : REAL(rename)(from, to);
}
int unlink(const char *path) {
    if (refused(path, 'u')) return -1;
    if (!ready()) return REAL(unlink)(path);
    pthread_mutex_lock(&lock);
    int result = REAL(unlink)(path);
    if (!result) note('u', path, NULL, 0, 0);
    pthread_mutex_unlock(&lock);
    return result;
}
