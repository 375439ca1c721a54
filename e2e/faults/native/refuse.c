/*
 * Preloaded into a program under test (LD_PRELOAD): lets its nth system call of some kinds fail, and on
 * demand every later one as well.
 *
 *   FAULTS_DIR     calls count that are about something below this folder
 *   FAULTS_REFUSE  a file "CODE N once|on ID": while it is there, the Nth call that counts fails with
 *                  CODE, and with "on" each after it. It is read at each call, so it can come and go;
 *                  with another ID counting begins anew.
 *   FAULTS_COUNT   where each failure is noted, a line each: the call, its number, what it was about
 *
 * ENOSPC, EIO and EROFS are for calls that want something of the disk. EMFILE is for calls that want a
 * descriptor, and counts those about /proc, pipes and sockets too.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind { ADDS, SYNCS, NAMES, OPENS };

static atomic_int calls, counted_for;
/* Node's own start, which is nothing to us, is over once a file of the program's has been opened. */
static atomic_int begun;
/* A child between fork and exec is none of the program's. */
static pid_t own;
static const char *dir, *rule, *notes;
static size_t dir_length;

__attribute__((constructor)) static void begin(void) {
  own = getpid();
  dir = getenv("FAULTS_DIR");
  rule = getenv("FAULTS_REFUSE");
  notes = getenv("FAULTS_COUNT");
  dir_length = dir ? strlen(dir) : 0;
}

static int is_below(const char *path) {
  if (!dir || !path) return 0;
  /* The runner and the keeper name things in their own folder by short paths. */
  if (path[0] != '/') return strncmp(path, "./", 2) == 0 || strncmp(path, "keeper", 6) == 0;
  return strncmp(path, dir, dir_length) == 0;
}

static int is_file_below(int fd) {
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = syscall(SYS_readlink, link, path, sizeof path - 1);
  if (length <= 0 || path[0] != '/') return 0;
  path[length] = 0;
  /* What a program says of itself may be lost. */
  return is_below(path) && !strstr(path, ".log");
}

static void note(const char *call, int n, const char *about) {
  char line[512];
  int fd = notes ? syscall(SYS_openat, AT_FDCWD, notes, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
  if (fd < 0) return;
  int length = snprintf(line, sizeof line, "%d %s %d %s\n", getpid(), call, n, about ? about : "");
  syscall(SYS_write, fd, line, length);
  syscall(SYS_close, fd);
}

/* The code with which this call fails, or 0. */
static int fails(enum kind kind, const char *call, const char *about) {
  char text[64] = "", code[16] = "", mode[8] = "";
  int nth = 0, id = 0;
  if (!rule || getpid() != own) return 0;
  int fd = syscall(SYS_openat, AT_FDCWD, rule, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return 0;
  syscall(SYS_read, fd, text, sizeof text - 1);
  syscall(SYS_close, fd);
  if (sscanf(text, "%15s %d %7s %d", code, &nth, mode, &id) != 4) return 0;
  int number = !strcmp(code, "ENOSPC") ? ENOSPC : !strcmp(code, "EIO") ? EIO : !strcmp(code, "EROFS") ? EROFS : EMFILE;
  if ((number == EMFILE) != (kind == OPENS)) return 0;
  if (kind == OPENS && !begun) return 0;
  if (atomic_exchange(&counted_for, id) != id) atomic_store(&calls, 0);
  int n = atomic_fetch_add(&calls, 1) + 1;
  if (strcmp(mode, "on") ? n != nth : n < nth) return 0;
  note(call, n, about);
  errno = number;
  return number;
}

#define REAL(name) static __typeof__(name) *real; if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)
#define ON_FILE(type, kind, name, fd, params, args) \
  type name params { REAL(name); \
    int before = errno; \
    if (is_file_below(fd) && fails(kind, #name, 0)) return -1; \
    errno = before; return real args; }

ON_FILE(ssize_t, ADDS, write, fd, (int fd, const void *data, size_t length), (fd, data, length))
ON_FILE(ssize_t, ADDS, writev, fd, (int fd, const struct iovec *parts, int count), (fd, parts, count))
ON_FILE(ssize_t, ADDS, pwrite, fd, (int fd, const void *data, size_t length, off_t at), (fd, data, length, at))
ON_FILE(ssize_t, ADDS, pwrite64, fd, (int fd, const void *data, size_t length, off64_t at), (fd, data, length, at))
ON_FILE(ssize_t, ADDS, pwritev, fd, (int fd, const struct iovec *parts, int count, off_t at), (fd, parts, count, at))
ON_FILE(ssize_t, ADDS, pwritev64, fd, (int fd, const struct iovec *parts, int count, off64_t at), (fd, parts, count, at))
ON_FILE(int, ADDS, ftruncate, fd, (int fd, off_t length), (fd, length))
ON_FILE(int, ADDS, ftruncate64, fd, (int fd, off64_t length), (fd, length))
ON_FILE(int, SYNCS, fsync, fd, (int fd), (fd))
ON_FILE(int, SYNCS, fdatasync, fd, (int fd), (fd))

#define ON_NAME(name, path, params, args) \
  int name params { REAL(name); \
    if (is_below(path) && fails(NAMES, #name, path)) return -1; \
    return real args; }

ON_NAME(rename, to, (const char *from, const char *to), (from, to))
ON_NAME(link, to, (const char *from, const char *to), (from, to))
ON_NAME(mkdir, path, (const char *path, mode_t mode), (path, mode))

/* A new name wants room; any open wants a descriptor. */
static int open_fails(const char *call, const char *path, int flags) {
  int below = is_below(path), before = errno;
  if (below) begun = 1;
  if (below && (flags & O_CREAT) && syscall(SYS_faccessat, AT_FDCWD, path, F_OK) != 0 && fails(NAMES, call, path)) return 1;
  if ((below || (path && !strncmp(path, "/proc/", 6))) && fails(OPENS, call, path)) return 1;
  errno = before;
  return 0;
}

#define MODE(flags) mode_t mode = 0; \
  if (flags & (O_CREAT | O_TMPFILE)) { va_list more; va_start(more, flags); mode = va_arg(more, mode_t); va_end(more); }

int open(const char *path, int flags, ...) { REAL(open); MODE(flags); return open_fails("open", path, flags) ? -1 : real(path, flags, mode); }
int open64(const char *path, int flags, ...) { REAL(open64); MODE(flags); return open_fails("open64", path, flags) ? -1 : real(path, flags, mode); }
int openat(int at, const char *path, int flags, ...) { REAL(openat); MODE(flags); return open_fails("openat", path, flags) ? -1 : real(at, path, flags, mode); }

int pipe2(int ends[2], int flags) { REAL(pipe2); return fails(OPENS, "pipe2", 0) ? -1 : real(ends, flags); }
int socket(int domain, int type, int protocol) { REAL(socket); return fails(OPENS, "socket", 0) ? -1 : real(domain, type, protocol); }
