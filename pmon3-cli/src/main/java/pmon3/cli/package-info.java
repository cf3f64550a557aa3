/**
 * The client that people and scripts type. One thread; nothing on the usual path that costs start time (no regular
 * expressions, formatters, streams, reflection or logging).
 */
package pmon3.cli;
