/*
 * How long events take from a POST to each of many streams.
 *
 * In C, because whoever reads 500 sockets shares the processors with the server: Node takes as long to read an event as
 * the server to write it.
 *
 * event-clock PORT STREAMS POSTS FIRST_POSTS MARK STREAM_REQUEST POST_REQUEST
 *
 * The requests are files with the bytes to be sent. A post begins when the one before has been answered and its event,
 * which contains MARK, has come over every stream. Prints one line for each post that counts: the ms to each stream.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MOST_STREAMS 10000
#define PATIENCE_MS 20000

static char buffer[64 * 1024];
static int sockets[MOST_STREAMS + 1];
/* In which post each stream was last told; the post's own connection comes after the streams. */
static int told[MOST_STREAMS + 1];
static double took[MOST_STREAMS];

static void fail(const char *what) {
  fprintf(stderr, "%s: %s\n", what, strerror(errno));
  exit(1);
}

static double now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

static char *content_of(const char *path, size_t *length) {
  FILE *file = fopen(path, "rb");
  if (!file) fail(path);
  char *content = malloc(64 * 1024);
  *length = fread(content, 1, 64 * 1024, file);
  fclose(file);
  return content;
}

static int connected(int port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1;
  if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address)) fail("connect");
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return fd;
}

static void send_all(int fd, const char *bytes, size_t length) {
  if (send(fd, bytes, length, 0) != (ssize_t)length) fail("send");
}

/* Waits until every stream and the answer have been told of this post. */
static void await_post(int poll, int streams, int post, double begun, const char *mark) {
  size_t mark_length = strlen(mark);
  struct epoll_event ready[256];
  for (int left = streams + 1; left > 0;) {
    int count = epoll_wait(poll, ready, 256, PATIENCE_MS);
    if (count <= 0) fail("an event or an answer has not come");
    for (int r = 0; r < count; r++) {
      int i = ready[r].data.u32;
      ssize_t length = recv(sockets[i], buffer, sizeof buffer, 0);
      if (length <= 0) fail("a connection has ended");
      if (told[i] == post) continue;
      if (i == streams) {
        if (memcmp(buffer, "HTTP/1.1 201", 12)) fail("the answer is no 201");
      } else {
        if (!memmem(buffer, length, mark, mark_length)) continue;
        took[i] = now_ms() - begun;
      }
      told[i] = post;
      left--;
    }
  }
}

int main(int count, char **arguments) {
  if (count != 8) fail("expected 7 arguments");
  int port = atoi(arguments[1]), streams = atoi(arguments[2]);
  int posts = atoi(arguments[3]), first = atoi(arguments[4]);
  const char *mark = arguments[5];
  size_t open_length, post_length;
  char *open_request = content_of(arguments[6], &open_length);
  char *post_request = content_of(arguments[7], &post_length);
  if (streams > MOST_STREAMS) fail("too many streams");

  int poll = epoll_create1(0);
  for (int i = 0; i <= streams; i++) {
    sockets[i] = connected(port);
    struct epoll_event wanted = {.events = EPOLLIN, .data.u32 = i};
    epoll_ctl(poll, EPOLL_CTL_ADD, sockets[i], &wanted);
    if (i == streams) break;
    send_all(sockets[i], open_request, open_length);
    /* It has its headers, so whatever happens from now on comes. */
    if (recv(sockets[i], buffer, sizeof buffer, 0) <= 0) fail("a stream was not opened");
  }
  for (int post = 1; post <= first + posts; post++) {
    double begun = now_ms();
    send_all(sockets[streams], post_request, post_length);
    await_post(poll, streams, post, begun, mark);
    if (post <= first) continue;
    for (int i = 0; i < streams; i++) printf("%.4f%c", took[i], i + 1 < streams ? ' ' : '\n');
  }
  return 0;
}
