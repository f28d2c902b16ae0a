// A wire between two network namespaces of its own: it delays every packet, goes dead or forges a
// reset on command. Commands are lines on standard input; its end removes the namespaces.
package main

import (
	"bufio"
	"encoding/binary"
	"flag"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
	"unsafe"
)

type packet struct {
	due   time.Time
	bytes []byte
}

// A side is one end of the wire: a TUN device, moved into its own namespace.
type side struct {
	namespace string
	device    int
	queue     chan packet
	mutex     sync.Mutex
	latest    []byte // the last TCP packet that this side sent
}

var (
	delay = flag.Duration("delay", 0, "how long each packet is under way")
	dead  atomic.Bool
)

func main() {
	flag.Parse()
	name := fmt.Sprintf("linger%d", os.Getpid())
	client := newSide(name+"c", "10.77.0.1", "10.77.0.2")
	server := newSide(name+"s", "10.77.0.2", "10.77.0.1")
	defer ip("netns", "del", client.namespace)
	defer ip("netns", "del", server.namespace)
	go client.read(server)
	go server.read(client)
	go client.deliver()
	go server.deliver()
	fmt.Println("ready", client.namespace, server.namespace)
	signal.Ignore(syscall.SIGTERM) // or the namespaces would stay
	commands := bufio.NewScanner(os.Stdin)
	for commands.Scan() {
		words := strings.Fields(commands.Text())
		switch words[0] {
		case "die":
			dead.Store(true)
		case "reset":
			forge(server, client)
			forge(client, server)
		case "mark":
			if words[1] == "client" {
				client.mark(words[2])
			} else {
				server.mark(words[2])
			}
		}
		fmt.Println("done", commands.Text())
	}
}

func ip(words ...string) {
	if out, err := exec.Command("ip", words...).CombinedOutput(); err != nil {
		panic("ip " + strings.Join(words, " ") + ": " + string(out))
	}
}

func newSide(namespace, address, opposite string) *side {
	device, err := syscall.Open("/dev/net/tun", syscall.O_RDWR, 0)
	if err != nil {
		panic(err)
	}
	var request [40]byte // struct ifreq: the name, then IFF_TUN | IFF_NO_PI
	copy(request[:15], namespace)
	binary.LittleEndian.PutUint16(request[16:], 0x1001)
	const tunSetIff = 0x400454ca
	if _, _, failed := syscall.Syscall(syscall.SYS_IOCTL, uintptr(device), tunSetIff, uintptr(unsafe.Pointer(&request))); failed != 0 {
		panic(failed)
	}
	ip("netns", "add", namespace)
	ip("link", "set", namespace, "netns", namespace)
	ip("-n", namespace, "link", "set", "lo", "up")
	ip("-n", namespace, "addr", "add", address, "peer", opposite, "dev", namespace)
	ip("-n", namespace, "link", "set", namespace, "up")
	return &side{namespace: namespace, device: device, queue: make(chan packet, 10000)}
}

func (from *side) read(to *side) {
	for {
		buffer := make([]byte, 65536)
		n, err := syscall.Read(from.device, buffer)
		if err != nil {
			return
		}
		if n >= 40 && buffer[0]>>4 == 4 && buffer[9] == syscall.IPPROTO_TCP {
			from.mutex.Lock()
			from.latest = buffer[:n]
			from.mutex.Unlock()
		}
		to.queue <- packet{time.Now().Add(*delay), buffer[:n]}
	}
}

func (to *side) deliver() {
	for next := range to.queue {
		time.Sleep(time.Until(next.due))
		if !dead.Load() {
			syscall.Write(to.device, next.bytes)
		}
	}
}

// mark gives this side a datagram to port 9 with this text, which a capture there sees.
func (to *side) mark(text string) {
	datagram := header(syscall.IPPROTO_UDP, 28+len(text), 64, net.IPv4(10, 77, 0, 9), net.IPv4(10, 77, 0, 1))
	binary.BigEndian.PutUint16(datagram[22:], 9)
	binary.BigEndian.PutUint16(datagram[24:], uint16(8+len(text)))
	copy(datagram[28:], text)
	syscall.Write(to.device, datagram)
}

// header is an IPv4 packet of this length in which all behind the IP header is zero.
func header(protocol byte, length int, ttl byte, from, to net.IP) []byte {
	bytes := make([]byte, length)
	bytes[0] = 0x45
	binary.BigEndian.PutUint16(bytes[2:], uint16(length))
	binary.BigEndian.PutUint16(bytes[4:], 0xbeef)
	bytes[8] = ttl
	bytes[9] = protocol
	copy(bytes[12:16], from.To4())
	copy(bytes[16:20], to.To4())
	binary.BigEndian.PutUint16(bytes[10:], checksum(bytes[:20], 0))
	return bytes
}

// forge gives victim a RST in the name of the opposite side, from nearer by and with another IP ID.
func forge(opposite, victim *side) {
	victim.mutex.Lock()
	seen := append([]byte{}, victim.latest...)
	victim.mutex.Unlock()
	if len(seen) < 40 {
		return
	}
	tcp := seen[int(seen[0]&15)*4:]
	forged := header(syscall.IPPROTO_TCP, 40, 44, seen[16:20], seen[12:16])
	copy(forged[20:22], tcp[2:4])
	copy(forged[22:24], tcp[0:2])
	copy(forged[24:28], tcp[8:12]) // what the victim expects next
	forged[32] = 0x50
	forged[33] = 0x04
	pseudo := uint32(syscall.IPPROTO_TCP + 20)
	binary.BigEndian.PutUint16(forged[36:], checksum(forged[12:], pseudo))
	syscall.Write(victim.device, forged)
}

// checksum of RFC 1071.
func checksum(bytes []byte, sum uint32) uint16 {
	for at := 0; at+1 < len(bytes); at += 2 {
		sum += uint32(binary.BigEndian.Uint16(bytes[at:]))
	}
	for sum>>16 != 0 {
		sum = sum>>16 + sum&0xffff
	}
	return ^uint16(sum)
}
