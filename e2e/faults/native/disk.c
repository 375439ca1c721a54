/*
 * Preloaded into a program under test (LD_PRELOAD): records what it writes below one folder, and lets
 * writes fail on demand.
 *
 *   FAULTS_DIR   the folder
 *   FAULTS_LOG   where the record goes; unset: nothing is recorded
 *   FAULTS_DISK  a file whose text makes operations fail: "ENOSPC" and "EDQUOT" all that add bytes, "EIO"
 *                all syncs, "EROFS" all that add bytes or open a file for it
 *
 * Recorded are write, writev, pwrite, pwritev, ftruncate, fsync, fdatasync, rename and unlink, each
 * after it has succeeded, in the order in which they did: one lock is held over call and record.
 * Not recorded is what a program writes through a mapping: SQLite's WAL-index, which it makes anew.
 */
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
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const char *dir, *disk;
static size_t dir_length;
static int log_fd = -1;

__attribute__((constructor)) static void begin(void) {
  const char *log = getenv("FAULTS_LOG");
  dir = getenv("FAULTS_DIR");
  disk = getenv("FAULTS_DISK");
  dir_length = dir ? strlen(dir) : 0;
  if (log) log_fd = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static int is_below(const char *path) {
  return dir && strncmp(path, dir, dir_length) == 0 && path[dir_length] == '/';
}

/* The file's path below the folder, or 0. */
static int path_of(int fd, char *path, size_t size) {
  char link[64];
  if (!dir || fd == log_fd) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, size - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return is_below(path);
}

static int fails(const char *word) {
  char text[16] = "";
  if (!disk) return 0;
  int fd = syscall(SYS_openat, AT_FDCWD, disk, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return 0;
  ssize_t length = syscall(SYS_read, fd, text, sizeof text - 1);
  syscall(SYS_close, fd);
  return length > 0 && strncmp(text, word, strlen(word)) == 0;
}

/* The error with which what adds bytes fails, or 0. */
static int refusal(void) {
  return fails("ENOSPC") ? ENOSPC : fails("EDQUOT") ? EDQUOT : fails("EROFS") ? EROFS : 0;
}

/* One record: kind, length of the path, offset, length of the data; then path and data. */
static void record(char kind, const char *path, int64_t offset, const struct iovec *parts, int count, size_t length) {
  if (log_fd < 0) return;
  struct { uint32_t kind, path; int64_t offset; uint64_t length; } head =
      {(unsigned char)kind, strlen(path), offset, length};
  char *all = malloc(sizeof head + head.path + length), *at = all;
  if (!all) abort();
  at = mempcpy(at, &head, sizeof head);
  at = mempcpy(at, path, head.path);
  for (int i = 0; i < count && length > 0; i++) {
    size_t part = parts[i].iov_len < length ? parts[i].iov_len : length;
    at = mempcpy(at, parts[i].iov_base, part);
    length -= part;
  }
  if (syscall(SYS_write, log_fd, all, at - all) != at - all) abort();
  free(all);
}

#define REAL(name) static __typeof__(name) *real; if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

/* `offset` below 0: at the file's own position, which is read back afterwards. */
static ssize_t written(int fd, ssize_t done, const char *path, int64_t offset, const struct iovec *parts, int count) {
  if (done <= 0) return done;
  if (offset < 0) offset = lseek(fd, 0, SEEK_CUR) - done;
  record('w', path, offset, parts, count, done);
  return done;
}

/* SQLite cuts its WAL-index before it makes it as long again: a full disk gives it that room back. */
static int has_its_room(const char *path) {
  size_t length = strlen(path);
  return length > 4 && strcmp(path + length - 4, "-shm") == 0;
}

#define WRITING(fd, call, offset, parts, count) \
  char path[4096]; \
  if (!path_of(fd, path, sizeof path)) return call; \
  int refused = has_its_room(path) ? 0 : refusal(); \
  if (refused) { errno = refused; return -1; } \
  pthread_mutex_lock(&lock); \
  ssize_t done = written(fd, call, path, offset, parts, count); \
  pthread_mutex_unlock(&lock); \
  return done

ssize_t write(int fd, const void *data, size_t length) {
  REAL(write);
  struct iovec part = {(void *)data, length};
  WRITING(fd, real(fd, data, length), -1, &part, 1);
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
  REAL(writev);
  WRITING(fd, real(fd, parts, count), -1, parts, count);
}

ssize_t pwrite(int fd, const void *data, size_t length, off_t offset) {
  REAL(pwrite);
  struct iovec part = {(void *)data, length};
  WRITING(fd, real(fd, data, length, offset), offset, &part, 1);
}

ssize_t pwrite64(int fd, const void *data, size_t length, off64_t offset) {
  return pwrite(fd, data, length, offset);
}

ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t offset) {
  REAL(pwritev);
  WRITING(fd, real(fd, parts, count, offset), offset, parts, count);
}

ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t offset) {
  return pwritev(fd, parts, count, offset);
}

#define RECORDED(kind, path, offset, call) \
  pthread_mutex_lock(&lock); \
  int result = call; \
  if (result == 0) record(kind, path, offset, 0, 0, 0); \
  pthread_mutex_unlock(&lock); \
  return result

int ftruncate(int fd, off_t length) {
  REAL(ftruncate);
  char path[4096];
  if (!path_of(fd, path, sizeof path)) return real(fd, length);
  RECORDED('t', path, length, real(fd, length));
}

int ftruncate64(int fd, off64_t length) { return ftruncate(fd, length); }

#define SYNC(name) \
  int name(int fd) { \
    REAL(name); \
    char path[4096]; \
    if (!path_of(fd, path, sizeof path)) return real(fd); \
    if (fails("EIO")) { errno = EIO; return -1; } \
    RECORDED('s', path, 0, real(fd)); \
  }

SYNC(fsync)
SYNC(fdatasync)

#define OPEN(name) \
  int name(const char *path, int flags, ...) { \
    REAL(name); \
    va_list more; \
    va_start(more, flags); \
    mode_t mode = va_arg(more, mode_t); \
    va_end(more); \
    int writes = (flags & O_ACCMODE) != O_RDONLY || (flags & O_CREAT); \
    if (writes && is_below(path) && fails("EROFS")) { errno = EROFS; return -1; } \
    return real(path, flags, mode); \
  }

OPEN(open)
OPEN(open64)

int unlink(const char *path) {
  REAL(unlink);
  if (!is_below(path)) return real(path);
  RECORDED('u', path, 0, real(path));
}

int rename(const char *from, const char *to) {
  REAL(rename);
  if (!is_below(to)) return real(from, to);
  struct iovec part = {(void *)from, strlen(from)};
  pthread_mutex_lock(&lock);
  int result = real(from, to);
  if (result == 0) record('r', to, 0, &part, 1, part.iov_len);
  pthread_mutex_unlock(&lock);
  return result;
}
