/**
 * What a process is to client and daemon alike: values that check themselves, and the tree of errors. Uses nothing but
 * the JDK's core; immutable, so any thread may hold them.
 */
package pmon3.model;
