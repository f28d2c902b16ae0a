// Puts HTTP connections on a network device at a steady rate, without the cost of sockets: each
// opens, asks once, is answered with 1,400 bytes and ends, in 10 packets. The addresses are of the
// range for benchmarks (RFC 2544), which belong to nobody here, so the kernel drops them after all
// who listen have seen them.
//
//	stream DEVICE PACKETS-PER-SECOND SECONDS
package main

import (
	"encoding/binary"
	"fmt"
	"net"
	"os"
	"runtime"
	"strconv"
	"syscall"
	"time"
	"unsafe"
)

const (
	batch     = 64
	perStream = 10
	fin       = 1
	syn       = 2
	psh       = 8
	ack       = 16
)

var (
	request  = []byte("GET /item/42 HTTP/1.1\r\nHost: bench\r\nUser-Agent: stream\r\nAccept: */*\r\n\r\n")
	response = append([]byte("HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\n"+
		"Content-Length: 1400\r\n\r\n"), make([]byte, 1400)...)
)

// A packet of every connection; the client's address and port are filled in for each.
type packet struct {
	bytes    []byte
	toServer bool
}

func newPacket(toServer bool, flags byte, seq, acked uint32, payload []byte) packet {
	bytes := make([]byte, 14+20+20, 14+20+20+len(payload))
	bytes[12], bytes[13] = 8, 0
	ip, tcp := bytes[14:], bytes[34:]
	ip[0], ip[8], ip[9] = 0x45, 64, 6
	binary.BigEndian.PutUint16(ip[2:], uint16(40+len(payload)))
	server := ip[12:]
	serverPort := tcp
	if toServer {
		server = ip[16:]
		serverPort = tcp[2:]
	}
	copy(server, []byte{198, 19, 0, 1})
	binary.BigEndian.PutUint16(serverPort, 8080)
	binary.BigEndian.PutUint32(tcp[4:], seq)
	binary.BigEndian.PutUint32(tcp[8:], acked)
	tcp[12], tcp[13], tcp[14] = 5<<4, flags, 0xff
	return packet{append(bytes, payload...), toServer}
}

func script() []packet {
	asked, answered := uint32(1001+len(request)), uint32(2001+len(response))
	return []packet{
		newPacket(true, syn, 1000, 0, nil),
		newPacket(false, syn|ack, 2000, 1001, nil),
		newPacket(true, ack, 1001, 2001, nil),
		newPacket(true, ack|psh, 1001, 2001, request),
		newPacket(false, ack, 2001, asked, nil),
		newPacket(false, ack|psh, 2001, asked, response),
		newPacket(true, ack, asked, answered, nil),
		newPacket(true, ack|fin, asked, answered, nil),
		newPacket(false, ack|fin, answered, asked+1, nil),
		newPacket(true, ack, asked+1, answered+1, nil),
	}
}

func (p packet) address(connection int) {
	client, port := p.bytes[26:], p.bytes[34:]
	if !p.toServer {
		client, port = p.bytes[30:], p.bytes[36:]
	}
	host := connection / 50000
	copy(client, []byte{198, 18, byte(host >> 8), byte(host)})
	binary.BigEndian.PutUint16(port, uint16(10000+connection%50000))
}

// The package syscall lacks it on some machines.
var sendmmsg = map[string]uintptr{"amd64": 307, "arm64": 269}[runtime.GOARCH]

// struct mmsghdr
type message struct {
	header syscall.Msghdr
	length uint32
	_      [4]byte
}

func main() {
	device, err := net.InterfaceByName(os.Args[1])
	check(err)
	rate, err := strconv.Atoi(os.Args[2])
	check(err)
	seconds, err := strconv.Atoi(os.Args[3])
	check(err)
	socket, err := syscall.Socket(syscall.AF_PACKET, syscall.SOCK_RAW, 0)
	check(err)
	check(syscall.Bind(socket, &syscall.SockaddrLinklayer{Protocol: 8, Ifindex: device.Index}))

	var packets []packet
	var vectors []syscall.Iovec
	messages := make([]message, batch*perStream)
	for i := 0; i < batch; i++ {
		packets = append(packets, script()...)
	}
	for _, p := range packets {
		vectors = append(vectors, syscall.Iovec{Base: &p.bytes[0], Len: uint64(len(p.bytes))})
	}
	for i := range messages {
		messages[i].header.Iov, messages[i].header.Iovlen = &vectors[i], 1
	}

	begin := time.Now()
	sent := 0
	for sent < rate*seconds {
		due := begin.Add(time.Duration(sent) * time.Second / time.Duration(rate))
		time.Sleep(time.Until(due))
		for i, p := range packets {
			p.address((sent + i) / perStream)
		}
		for at := 0; at < len(messages); {
			count, _, errno := syscall.Syscall6(sendmmsg, uintptr(socket),
				uintptr(unsafe.Pointer(&messages[at])), uintptr(len(messages)-at), 0, 0, 0)
			if errno != 0 && errno != syscall.EINTR && errno != syscall.ENOBUFS {
				check(errno)
			}
			if errno == 0 {
				at += int(count)
			}
		}
		sent += len(messages)
	}
	fmt.Printf("%d packets in %.3f s\n", sent, time.Since(begin).Seconds())
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "stream:", err)
		os.Exit(1)
	}
}
