/**
 * What single operations cost: codec, channel, state machine, table. Run by {@code packaging/bench --micro} and shipped with
 * nothing. May use every module; each benchmark has one thread.
 */
package pmon3.benchmark;
