// Clients that ask again and again on one connection each, until the server ends it. A request is failed
// when it was sent on a connection that was open as far as its client could know, and had no answer.
package main

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"sort"
	"sync"
	"sync/atomic"
	"time"
)

var (
	server  = flag.String("server", "", "address and port")
	clients = flag.Int("clients", 1, "how many, with a connection each")
	most    = flag.Int("requests", 0, "of each client; 0 is no end")
	rest    = flag.Duration("rest", 50*time.Millisecond, "between an answer and the next request")
)

var (
	lock  sync.Mutex
	times []time.Duration
)

var answered, failed, announced, whileIdle int64

func main() {
	flag.Parse()
	var begun, all sync.WaitGroup
	begun.Add(*clients)
	all.Add(*clients)
	for client := 0; client < *clients; client++ {
		go func() {
			defer all.Done()
			askOn(&begun)
		}()
	}
	begun.Wait()
	fmt.Println("asking")
	all.Wait()
	fmt.Print(answered, " answered, ", announced, " announced, ", whileIdle, " while idle, ", failed, " failed; ")
	sort.Slice(times, func(a, b int) bool { return times[a] < times[b] })
	fmt.Printf("p50 %.3f ms, p99 %.3f ms\n", millis(0.5), millis(0.99))
}

func millis(part float64) float64 {
	if len(times) == 0 {
		return 0
	}
	return times[int(part*float64(len(times)))].Seconds() * 1000
}

func askOn(begun *sync.WaitGroup) {
	line, err := net.Dial("tcp", *server)
	if err != nil {
		fmt.Println(err)
		atomic.AddInt64(&failed, 1)
		begun.Done()
		return
	}
	defer line.Close()
	reader := bufio.NewReader(line)
	for sent := 1; ; sent++ {
		sentAt := time.Now()
		closing, err := ask(line, reader)
		took := time.Since(sentAt)
		if sent == 1 {
			begun.Done()
		}
		if err != nil {
			fmt.Println(err)
			atomic.AddInt64(&failed, 1)
			return
		}
		atomic.AddInt64(&answered, 1)
		lock.Lock()
		times = append(times, took)
		lock.Unlock()
		if sent == *most {
			return
		}
		if closing {
			atomic.AddInt64(&announced, 1)
			return
		}
		if isEnded(line, reader) {
			atomic.AddInt64(&whileIdle, 1)
			return
		}
	}
}

func ask(line net.Conn, reader *bufio.Reader) (bool, error) {
	line.SetDeadline(time.Now().Add(30 * time.Second))
	if _, err := io.WriteString(line, "GET / HTTP/1.1\r\nHost: kept\r\n\r\n"); err != nil {
		return false, err
	}
	response, err := http.ReadResponse(reader, nil)
	if err != nil {
		return false, err
	}
	defer response.Body.Close()
	if response.StatusCode != 200 {
		return false, errors.New(response.Status)
	}
	_, err = io.Copy(io.Discard, response.Body)
	return response.Close, err
}

// Rests, and sees whether the server has closed meanwhile.
func isEnded(line net.Conn, reader *bufio.Reader) bool {
	line.SetReadDeadline(time.Now().Add(*rest))
	_, err := reader.Peek(1)
	return err != nil && !errors.Is(err, os.ErrDeadlineExceeded)
}
