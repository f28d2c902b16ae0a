// Go's net/http as a client: the same arguments, turns and lines as dev.linger.bench.client.Callers.
package main

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"os"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

func processor() int64 {
	var usage syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &usage)
	return (usage.Utime.Nano() + usage.Stime.Nano())
}

func number(text string) int {
	value, err := strconv.Atoi(text)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	return value
}

func main() {
	callers, bytes := number(os.Args[3]), number(os.Args[5])
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: callers}}
	url := "http://127.0.0.1:" + os.Args[2] + "/"
	var requests atomic.Int64
	var isTurn atomic.Bool
	var lock sync.Mutex
	turn := sync.NewCond(&lock)
	isTurn.Store(true)
	for i := 0; i < callers; i++ {
		go func() {
			for {
				if !isTurn.Load() {
					lock.Lock()
					for !isTurn.Load() {
						turn.Wait()
					}
					lock.Unlock()
				}
				response, err := client.Get(url)
				if err != nil {
					fmt.Fprintln(os.Stderr, err)
					os.Exit(1)
				}
				body, err := io.ReadAll(response.Body)
				response.Body.Close()
				if err != nil || len(body) != bytes {
					fmt.Fprintln(os.Stderr, "an answer of another length", err)
					os.Exit(1)
				}
				requests.Add(1)
			}
		}()
	}
	time.Sleep(time.Duration(number(os.Args[6])) * time.Second)
	isTurn.Store(false)
	fmt.Println("warm")
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		lock.Lock()
		isTurn.Store(true)
		turn.Broadcast()
		lock.Unlock()
		time.Sleep(time.Second)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		count, spent, at := requests.Load(), processor(), time.Now()
		time.Sleep(time.Duration(number(os.Args[7])) * time.Second)
		count, spent = requests.Load()-count, processor()-spent
		took := time.Since(at)
		runtime.ReadMemStats(&after)
		isTurn.Store(false)
		fmt.Printf("go %d %s %d %.2f %.0f %.0f\n", callers, os.Args[4], bytes,
			float64(spent)/1e3/float64(count),
			float64(after.TotalAlloc-before.TotalAlloc)/float64(count),
			float64(count)/took.Seconds())
	}
}
