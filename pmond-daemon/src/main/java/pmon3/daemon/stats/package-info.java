/** What the managed processes use of CPU and memory, from one reading of /proc. No threads, no state. */
package pmon3.daemon.stats;
