/*
 * Sockets for bench/kernel, on loopback addresses 127.1.0.0 and up.
 *
 *   sockets hold PORT COUNT     COUNT connections, both ends here, until the standard input ends
 *   sockets close PORT COUNT    COUNT connections that the server closes first: COUNT in TIME_WAIT
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void fail(const char *what)
{
    perror(what);
    exit(2);
}

static struct sockaddr_in at(unsigned address, unsigned port)
{
    struct sockaddr_in end = {.sin_family = AF_INET, .sin_port = htons(port)};
    end.sin_addr.s_addr = htonl(address);
    return end;
}

int main(int count_of_words, char **words)
{
    if (count_of_words != 4) {
        fprintf(stderr, "usage: sockets hold|close PORT COUNT\n");
        return 2;
    }
    int hold = strcmp(words[1], "hold") == 0;
    unsigned port = atoi(words[2]);
    long count = atol(words[3]);
    int one = 1;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in any = at(INADDR_ANY, port);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(listener, (struct sockaddr *)&any, sizeof any) < 0 || listen(listener, 64) < 0)
        fail("listening");
    for (long made = 0; made < count; made++) {
        /* Each address takes 20,000, so that the kernel finds a free port at once. */
        struct sockaddr_in server = at(0x7f010001u + made / 20000, port);
        int client = socket(AF_INET, SOCK_STREAM, 0);
        if (client < 0 || connect(client, (struct sockaddr *)&server, sizeof server) < 0)
            fail("connecting");
        int accepted = accept(listener, NULL, NULL);
        if (accepted < 0)
            fail("accepting");
        if (!hold) {
            close(accepted);
            close(client);
        }
    }
    if (hold) {
        char byte;
        printf("held\n");
        fflush(stdout);
        while (read(0, &byte, 1) > 0)
            ;
    }
    return 0;
}
