/* Notes every write, sync, truncation and removal of files whose path begins with $TAP_FOLDER, in $TAP_LOG.
   For LD_PRELOAD. One record: op, path length, data length, offset, monotonic time, path, data. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

struct head { char op; char pad[3]; uint32_t path; uint64_t data; uint64_t offset; double at_s; };

static int log_fd = -2;
static const char *folder;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static int ready(void) {
    if (log_fd == -2) {
        folder = getenv("TAP_FOLDER");
        const char *log = getenv("TAP_LOG");
        log_fd = folder && log ? open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
    }
    return log_fd >= 0;
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

/* What is done and what is noted stay in one order. */
#define TAPPED(fd, call, op, data, size, offset)                                                                      \
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
int unlink(const char *path) {
    if (!ready()) return REAL(unlink)(path);
    pthread_mutex_lock(&lock);
    int result = REAL(unlink)(path);
    if (!result) note('u', path, NULL, 0, 0);
    pthread_mutex_unlock(&lock);
    return result;
}
