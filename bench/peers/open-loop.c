/* Sends requests when they are due, whether or not those before them are answered: an open loop, as
 * many clients that know nothing of each other are. Dates follow a Poisson process with a fixed seed.
 * A request that finds no free connection waits for one; its latency counts from when it was due.
 * Arguments: port, connections, requests a second, seconds. The first fifth of the time warms up.
 * Prints microseconds: p50= p99= p999= most= and the rate= that was reached until the last answer;
 * fails where an answer is missing 10 s after the last request was due. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <math.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define PATIENCE 10000000000LL /* nanoseconds */
#define MOST_CONNECTIONS 4096
#define BUCKETS 4000000 /* of a microsecond each */

static const char request[] = "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
static int unused[MOST_CONNECTIONS], unused_count;
static int64_t due[MOST_CONNECTIONS * 16]; /* by descriptor: when its request was due */
static uint32_t histogram[BUCKETS + 1];
static int64_t counted_from;
static uint64_t counted;

static void refuse(const char *what) {
    perror(what);
    exit(2);
}

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static double gap(double rate) { /* nanoseconds to the next request */
    return -log(1 - drand48()) / rate * 1e9;
}

static int connected(int port, int poll) {
    int on = 1, fd = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in server = {.sin_family = AF_INET, .sin_port = htons(port)};
    server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0 || connect(fd, (struct sockaddr *)&server, sizeof server))
        refuse("connect");
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    fcntl(fd, F_SETFL, O_NONBLOCK);
    struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
    if (epoll_ctl(poll, EPOLL_CTL_ADD, fd, &event))
        refuse("epoll_ctl");
    return fd;
}

static void answered(int fd) {
    static char answer[1 << 16];
    ssize_t got = read(fd, answer, sizeof answer);
    if (got <= 0)
        refuse("read");
    if (answer[got - 1] != 'x') /* the body comes in a write of its own */
        return;
    if (due[fd] >= counted_from) {
        int64_t micros = (now() - due[fd]) / 1000;
        histogram[micros < BUCKETS ? micros : BUCKETS]++;
        counted++;
    }
    unused[unused_count++] = fd;
}

static long percentile(double part) {
    uint64_t left = (uint64_t)ceil(counted * part);
    for (long micros = 0; micros <= BUCKETS; micros++) {
        if (histogram[micros] >= left)
            return micros;
        left -= histogram[micros];
    }
    return BUCKETS;
}

int main(int count, char **arguments) {
    if (count < 5 || atoi(arguments[2]) > MOST_CONNECTIONS) {
        fprintf(stderr, "usage: open-loop PORT CONNECTIONS RATE SECONDS\n");
        return 2;
    }
    int connections = atoi(arguments[2]), poll = epoll_create1(0);
    double rate = atof(arguments[3]), seconds = atof(arguments[4]);
    for (int i = 0; i < connections; i++)
        unused[unused_count++] = connected(atoi(arguments[1]), poll);
    srand48(1);
    int64_t begun = now(), end = begun + (int64_t)(seconds * 1e9);
    counted_from = begun + (int64_t)(seconds * 2e8);
    double next = begun;
    struct epoll_event events[1024];
    for (;;) {
        int64_t time = now();
        while (next <= time && next < end && unused_count > 0) {
            int fd = unused[--unused_count];
            due[fd] = (int64_t)next;
            if (write(fd, request, sizeof request - 1) < 0)
                refuse("write");
            next += gap(rate);
        }
        if (unused_count == connections && next >= end)
            break;
        if (time >= end + PATIENCE) {
            fprintf(stderr, "answers are missing on %d connections; what was due in the last %.3f s was not sent\n",
                    connections - unused_count, next < end ? (end - next) / 1e9 : 0);
            return 2;
        }
        int ready = epoll_wait(poll, events, 1024, 0);
        for (int i = 0; i < ready; i++)
            answered(events[i].data.fd);
    }
    double took = (now() - counted_from) / 1e9;
    printf("p50=%ld p99=%ld p999=%ld most=%ld rate=%.0f\n", percentile(0.5), percentile(0.99),
           percentile(0.999), percentile(1), counted / took);
}
