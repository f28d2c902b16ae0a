/* The least that a server can do: epoll, one read, one blind answer, one write. Arguments: port,
 * bytes of the body, what ends a connection: "keep", "first" (close after the answer) or "client"
 * (wait for the client's FIN after the answer), and "awake" where it is not to sleep: then nobody
 * pays for waking it. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int count, char **arguments) {
    if (count < 4) {
        fprintf(stderr, "usage: epoll PORT BYTES keep|first|client [awake]\n");
        return 2;
    }
    int port = atoi(arguments[1]), body = atoi(arguments[2]), on = 1;
    int patience = count > 4 && strcmp(arguments[4], "awake") == 0 ? 0 : -1;
    char mode = arguments[3][0];
    static char in[65536], out[1 << 20];
    int length = sprintf(out,
                         "HTTP/1.1 200 OK\r\nDate: Sat, 21 Nov 2026 12:00:00 GMT\r\n"
                         "Content-Type: text/plain\r\nContent-Length: %d\r\n%s\r\n",
                         body, mode == 'k' ? "" : "Connection: close\r\n");
    memset(out + length, 'x', body);
    length += body;
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 4096)) {
        perror("listen");
        return 2;
    }
    int poll = epoll_create1(0);
    struct epoll_event event = {.events = EPOLLIN, .data.fd = listener}, events[1024];
    epoll_ctl(poll, EPOLL_CTL_ADD, listener, &event);
    for (;;) {
        int ready = epoll_wait(poll, events, 1024, patience);
        for (int i = 0; i < ready; i++) {
            int fd = events[i].data.fd;
            if (fd == listener) {
                int client;
                while ((client = accept4(listener, 0, 0, SOCK_NONBLOCK)) >= 0) {
                    setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
                    event.events = EPOLLIN;
                    event.data.fd = client;
                    epoll_ctl(poll, EPOLL_CTL_ADD, client, &event);
                }
                if (errno != EAGAIN && errno != ECONNABORTED) { /* it would be told of again at once */
                    perror("accept");
                    return 2;
                }
                continue;
            }
            ssize_t got = read(fd, in, sizeof in);
            if (got <= 0 || write(fd, out, length) < length || mode == 'f')
                close(fd);
        }
    }
}
