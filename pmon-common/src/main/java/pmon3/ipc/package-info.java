/**
 * What client and daemon say to each other: requests and replies, their bytes, and the client's end of the channel. No
 * policy: who may do what and what a reply looks like on a terminal is decided elsewhere. Uses the JDK alone.
 */
package pmon3.ipc;
