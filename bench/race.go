// Server and clients for bench/race. As server: answers POST, with the idle timeout given. As client:
// all of its connections ask at the same moment, wait for about that time, and ask again.
package main

import (
	"flag"
	"fmt"
	"io"
	"math/rand"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

func main() {
	listen := flag.String("listen", "", "be the server, here")
	idle := flag.Duration("idle", time.Second, "the server's idle timeout; about the clients' pause")
	url := flag.String("url", "", "be the clients of this")
	clients := flag.Int("clients", 250, "clients")
	rounds := flag.Int("rounds", 200, "requests of each")
	spread := flag.Duration("spread", 4*time.Millisecond, "of the pauses around the idle timeout")
	flag.Parse()
	if *listen != "" {
		answer := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			io.Copy(io.Discard, r.Body)
			io.WriteString(w, "ok\n")
		})
		server := http.Server{Addr: *listen, Handler: answer, IdleTimeout: *idle}
		panic(server.ListenAndServe())
	}
	ask(*url, *clients, *rounds, *idle, *spread)
}

func ask(url string, clients, rounds int, idle, spread time.Duration) {
	transport := &http.Transport{MaxIdleConnsPerHost: clients, MaxIdleConns: clients}
	client := &http.Client{Transport: transport, Timeout: 20 * time.Second}
	var answered, failed atomic.Int64
	var first sync.Once
	for round := 0; round < rounds; round++ {
		var all sync.WaitGroup
		for one := 0; one < clients; one++ {
			all.Add(1)
			go func() {
				defer all.Done()
				why := post(client, url)
				if why == "" {
					answered.Add(1)
					return
				}
				failed.Add(1)
				first.Do(func() { fmt.Println("the first that failed:", why) })
			}()
		}
		all.Wait()
		time.Sleep(idle - spread/2 + time.Duration(rand.Int63n(int64(spread))))
	}
	fmt.Println("answered", answered.Load(), "failed", failed.Load())
}

// No body that could be sent again: the transport does not hide what fails.
func post(client *http.Client, url string) string {
	request, _ := http.NewRequest("POST", url, io.MultiReader(strings.NewReader("x")))
	request.ContentLength = 1
	response, err := client.Do(request)
	if err != nil {
		return err.Error()
	}
	defer response.Body.Close()
	io.Copy(io.Discard, response.Body)
	if response.StatusCode != 200 {
		return response.Status
	}
	return ""
}
