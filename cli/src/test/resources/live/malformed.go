// Requests that break the grammar or a limit, at a steady rate, each on a connection of its own.
package main

import (
	"flag"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"time"
)

var (
	server = flag.String("server", "", "address and port")
	rate   = flag.Int("rate", 1000, "requests a second")
	count  = flag.Int("count", 1000, "how many in all")
)

type request struct {
	text   string
	status string
}

var requests = []request{
	{"GET  / HTTP/1.1\r\nHost: a\r\n\r\n", "400"},
	{"GET / HTTP/1.1\r\n\r\n", "400"},
	{"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "400"},
	{"GET / HTTP/1.1\r\nHost : a\r\n\r\n", "400"},
	{"GET / HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n", "400"},
	{"GET / HTTP/1.1\nHost: a\n\n", "400"},
	{"G@T / HTTP/1.1\r\nHost: a\r\n\r\n", "400"},
	{"GET / HTTP/1.1\r\nHost: a\r\nX: \x00\r\n\r\n", "400"},
	{"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n", "400"},
	{"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", "400"},
	{"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400"},
	{"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "400"},
	{"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: pigeon\r\n\r\n", "501"},
	{"GET / HTTP/3.7\r\nHost: a\r\n\r\n", "505"},
	{"GET /" + strings.Repeat("a", 100_000) + " HTTP/1.1\r\nHost: a\r\n\r\n", "414"},
	{"GET / HTTP/1.1\r\nHost: a\r\nX: " + strings.Repeat("a", 100_000) + "\r\n\r\n", "431"},
	{"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", "400"},
}

func main() {
	flag.Parse()
	var all sync.WaitGroup
	var lock sync.Mutex
	wrong := map[string]int{}
	tick := time.NewTicker(time.Second / time.Duration(*rate))
	for i := 0; i < *count; i++ {
		<-tick.C
		one := requests[i%len(requests)]
		all.Add(1)
		go func() {
			defer all.Done()
			if got := status(one.text); got != one.status {
				lock.Lock()
				wrong[fmt.Sprintf("%.40q: %s, not %s", one.text, got, one.status)]++
				lock.Unlock()
			}
		}()
	}
	all.Wait()
	for what, times := range wrong {
		fmt.Println(times, "times", what)
	}
	fmt.Println("sent", *count)
}

// The status that came before the server closed.
func status(text string) string {
	line, err := net.Dial("tcp", *server)
	if err != nil {
		return err.Error()
	}
	defer line.Close()
	line.SetDeadline(time.Now().Add(20 * time.Second))
	if _, err := io.WriteString(line, text); err != nil {
		return err.Error()
	}
	answer, err := io.ReadAll(line)
	if err != nil {
		return err.Error()
	}
	if len(answer) < 12 {
		return fmt.Sprintf("%q", answer)
	}
	return string(answer[9:12])
}
