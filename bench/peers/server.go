// Go's net/http as a server: answers every request with a body of the given length.
package main

import (
	"bytes"
	"crypto/tls"
	"net/http"
	"os"
	"strconv"
)

func main() {
	size, err := strconv.Atoi(os.Args[2])
	if err != nil {
		panic(err)
	}
	body := bytes.Repeat([]byte("x"), size)
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain")
		w.Header().Set("Content-Length", strconv.Itoa(size))
		w.Write(body)
	})
	address := "127.0.0.1:" + os.Args[1]
	if len(os.Args) > 4 {
		// Without HTTP/2, which would be another comparison.
		server := &http.Server{Addr: address, TLSNextProto: map[string]func(*http.Server, *tls.Conn, http.Handler){}}
		panic(server.ListenAndServeTLS(os.Args[3], os.Args[4]))
	}
	panic(http.ListenAndServe(address, nil))
}
