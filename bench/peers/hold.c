/* Opens connections to 127.0.0.1, has one request answered on each, says "held", and holds them until
 * it is ended. Arguments: port, connections. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

static void refuse(const char *what) {
    perror(what);
    exit(2);
}

int main(int count, char **arguments) {
    if (count < 3) {
        fprintf(stderr, "usage: hold PORT CONNECTIONS\n");
        return 2;
    }
    static const char request[] = "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
    static char answer[1 << 16];
    struct timeval patience = {.tv_sec = 10};
    struct sockaddr_in server = {.sin_family = AF_INET, .sin_port = htons(atoi(arguments[1]))};
    server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    for (int i = atoi(arguments[2]); i > 0; i--) {
        int fd = socket(AF_INET, SOCK_STREAM, 0);
        setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        if (fd < 0 || connect(fd, (struct sockaddr *)&server, sizeof server))
            refuse("connect");
        if (write(fd, request, sizeof request - 1) < 0)
            refuse("write");
        ssize_t got = 0, more;
        do { /* a body of x, the smallest one */
            more = read(fd, answer + got, sizeof answer - 1 - got);
            if (more <= 0)
                refuse("read");
            got += more;
            answer[got] = 0;
        } while (!strstr(answer, "\r\n\r\n") || answer[got - 1] != 'x');
    }
    puts("held");
    fflush(stdout);
    pause();
}
