/**
 * What Linux knows of its sockets: the table by sock_diag (or, where that is missing, by
 * /proc/net/tcp), the end of each, whose they are. Works without root; what needs a capability says
 * which.
 *
 * <table>
 * <caption>What to take for what; the rest serves these</caption>
 * <tr><td>{@link SocketTable}<td>all sockets, those of a state or port, or one by its ends
 * <tr><td>{@link ProcTable}<td>the same from /proc, where netlink is missing or forbidden
 * <tr><td>{@link SocketEntry}<td>one socket as either shows it, a view for as long as it is visited
 * <tr><td>{@link DestroyEvents}<td>the end of each socket, and how many ends were not told
 * <tr><td>{@link KernelHistory}<td>lives of connections, made of the table and its events
 * <tr><td>{@link OwnSockets}<td>a socket of this program: what was acknowledged, even after a reset
 * <tr><td>{@link Census}<td>the sockets of a moment, counted
 * <tr><td>{@link Processes}<td>who holds a socket
 * <tr><td>{@link PortRange}<td>the ports for outgoing connections
 * <tr><td>{@link HostSettings}<td>sysctls, with the reason why one is absent
 * <tr><td>{@link HostCounters}<td>netstat, snmp, sockstat, connection tracking
 * <tr><td>{@link Epoll}, {@link TcpCalls}<td>waiting for sockets of this program, and their calls
 * <tr><td>{@link OwnNetwork}<td>a network namespace of its own, for experiments
 * <tr><td>{@link PacketRing}<td>packets that pass now
 * <tr><td>{@link RefusedByKernelException}<td>says what was refused, and why
 * </table>
 */
@NullMarked
package dev.linger.linux;

import org.jspecify.annotations.NullMarked;
