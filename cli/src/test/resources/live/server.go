// A net/http server whose paths each end their connection in one known way.
package main

import (
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"time"
)

func main() {
	idle := flag.Duration("idle", 0, "IdleTimeout")
	head := flag.Duration("head", 0, "ReadHeaderTimeout")
	read := flag.Duration("read", 0, "ReadTimeout")
	handler := flag.Duration("handler", time.Second, "limit of /limited")
	addr := flag.String("addr", "127.0.0.1:0", "where to listen")
	flag.Parse()
	paths := http.NewServeMux()
	paths.HandleFunc("/ok", func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "ok\n") })
	paths.HandleFunc("/bytes", bytes)
	paths.HandleFunc("/trickle", trickle)
	paths.HandleFunc("/slow", slow)
	paths.Handle("/limited", http.TimeoutHandler(http.HandlerFunc(slow), *handler, "too slow\n"))
	paths.HandleFunc("/unread", func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "no thanks\n") })
	paths.HandleFunc("/read", func(w http.ResponseWriter, r *http.Request) { io.Copy(io.Discard, r.Body) })
	paths.HandleFunc("/until-close", raw("HTTP/1.1 200 OK\r\n\r\nno length", false))
	paths.HandleFunc("/cut", raw("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nnot a thousand", false))
	paths.HandleFunc("/cut-chunked", raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n", false))
	paths.HandleFunc("/silent", raw("", false))
	paths.HandleFunc("/abort", raw("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", true))
	listener, err := net.Listen("tcp", *addr)
	if err != nil {
		panic(err)
	}
	fmt.Println("listening", listener.Addr())
	server := http.Server{
		Handler:           paths,
		ReadHeaderTimeout: *head,
		ReadTimeout:       *read,
		// SETTINGS
	}
	if *idle > 0 {
		server.IdleTimeout = *idle
	}
	panic(server.Serve(listener))
}

func bytes(w http.ResponseWriter, r *http.Request) {
	n, _ := strconv.Atoi(r.URL.Query().Get("n"))
	w.Header().Set("Content-Length", strconv.Itoa(n))
	piece := make([]byte, 65536)
	for n > 0 {
		if n < len(piece) {
			piece = piece[:n]
		}
		if _, err := w.Write(piece); err != nil {
			return
		}
		n -= len(piece)
	}
}

// trickle sends a thousand bytes twenty times a second, so that its queue is always empty.
func trickle(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Length", "1000000")
	for sent := 0; sent < 1000000; sent += 1000 {
		if _, err := w.Write(make([]byte, 1000)); err != nil {
			return
		}
		w.(http.Flusher).Flush()
		time.Sleep(50 * time.Millisecond)
	}
}

func slow(w http.ResponseWriter, r *http.Request) {
	wait, err := time.ParseDuration(r.URL.Query().Get("wait"))
	if err != nil {
		panic(err)
	}
	fmt.Println("asked")
	select {
	case <-time.After(wait):
	case <-r.Context().Done():
	}
	io.WriteString(w, "at last\n")
}

// raw answers with these bytes and closes, by RST after a tenth of a second if abortive.
func raw(answer string, abortive bool) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		connection, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			panic(err)
		}
		io.WriteString(connection, answer)
		if abortive {
			time.Sleep(100 * time.Millisecond)
			connection.(*net.TCPConn).SetLinger(0)
		}
		connection.Close()
	}
}
