/**
 * The daemon's end of the transports: takes requests, learns from the kernel who asks, streams the answers. Clients are
 * untrusted: each is bounded and costs nobody but itself. One thread watches, a bounded pool answers.
 */
package pmon3.daemon.server;
