// Clients that send the head of a request byte by byte, and begin again when they are turned away.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

var (
	server  = flag.String("server", "", "address and port")
	clients = flag.Int("clients", 1, "how many trickle at the same time")
	every   = flag.Duration("every", time.Second, "between two bytes")
)

var timedOut, broken int64

const head = "GET / HTTP/1.1\r\nHost: trickle\r\nX-Filler: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

func main() {
	flag.Parse()
	var open sync.WaitGroup
	open.Add(*clients)
	for client := 0; client < *clients; client++ {
		go func() {
			trickle(&open)
			for {
				trickle(nil)
			}
		}()
	}
	open.Wait()
	fmt.Println("trickling")
	for {
		time.Sleep(time.Second)
		fmt.Println(atomic.LoadInt64(&timedOut), "timed out,", atomic.LoadInt64(&broken), "broken")
	}
}

func trickle(first *sync.WaitGroup) {
	line, err := net.Dial("tcp", *server)
	if first != nil {
		first.Done()
	}
	if err != nil {
		atomic.AddInt64(&broken, 1)
		time.Sleep(*every)
		return
	}
	defer line.Close()
	answer := make(chan string, 1)
	go func() {
		status, _ := bufio.NewReader(line).ReadString('\n')
		answer <- status
	}()
	for sent := 0; ; sent++ {
		if sent < len(head) {
			line.Write([]byte{head[sent]})
		}
		select {
		case status := <-answer:
			if strings.HasPrefix(status, "HTTP/1.1 408 ") {
				atomic.AddInt64(&timedOut, 1)
			} else {
				atomic.AddInt64(&broken, 1)
			}
			return
		case <-time.After(*every):
		}
	}
}
