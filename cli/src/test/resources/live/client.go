// A net/http client: several connections, each with its own habit of ending.
package main

import (
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"sync"
	"time"
)

var (
	url      = flag.String("url", "", "what to request")
	workers  = flag.Int("workers", 1, "how many ask at the same time")
	requests = flag.Int("requests", 1, "how many requests each sends, one after the other")
	shared   = flag.Bool("shared", false, "one pool for all instead of one each")
	idle     = flag.Duration("idle", 0, "IdleConnTimeout")
	perHost  = flag.Int("per-host", 0, "MaxIdleConnsPerHost; 0 is its default of 2")
	timeout  = flag.Duration("timeout", 0, "limit of a whole request")
	stay     = flag.Duration("stay", 0, "how long the process lives on afterwards")
	leave    = flag.Bool("leave-body", false, "close each body without reading it")
	pause    = flag.Duration("pause", 0, "between a response's head and its body")
	stagger  = flag.Duration("stagger", 0, "between the starts of two workers")
	rest     = flag.Duration("rest", 0, "between two requests of a worker")
	upload   = flag.Int64("upload", 0, "bytes of request body; 0 is a GET")
)

func main() {
	flag.Parse()
	pool := newPool()
	var all sync.WaitGroup
	for worker := 0; worker < *workers; worker++ {
		all.Add(1)
		own := pool
		if !*shared {
			own = newPool()
		}
		go func() {
			defer all.Done()
			for request := 0; request < *requests; request++ {
				if request > 0 {
					time.Sleep(*rest)
				}
				fetch(own)
			}
		}()
		time.Sleep(*stagger)
	}
	all.Wait()
	fmt.Println("all answered")
	time.Sleep(*stay)
}

func newPool() *http.Client {
	// CLIENT
	transport := &http.Transport{
		// SETTINGS
	}
	if *idle > 0 {
		transport.IdleConnTimeout = *idle
	}
	if *perHost > 0 {
		transport.MaxIdleConnsPerHost = *perHost
	}
	return &http.Client{Transport: transport, Timeout: *timeout}
}

type zeros struct{ left int64 }

func (z *zeros) Read(into []byte) (int, error) {
	if z.left <= 0 {
		return 0, io.EOF
	}
	n := int64(len(into))
	if n > z.left {
		n = z.left
	}
	z.left -= n
	return int(n), nil
}

func fetch(client *http.Client) {
	request, err := http.NewRequest("GET", *url, nil)
	if *upload > 0 {
		request, err = http.NewRequest("POST", *url, &zeros{*upload})
		request.ContentLength = *upload
	}
	if err != nil {
		panic(err)
	}
	resp, err := client.Do(request)
	if err != nil {
		io.WriteString(os.Stderr, err.Error()+"\n")
		return
	}
	fmt.Println("answered")
	time.Sleep(*pause)
	if !*leave {
		io.Copy(io.Discard, resp.Body)
	}
	// READING
	resp.Body.Close()
}
