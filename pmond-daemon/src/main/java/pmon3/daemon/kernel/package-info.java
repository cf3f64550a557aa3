/**
 * The daemon's only door to the operating system's processes and users, and the only package that touches jnr: spawn,
 * signal, reap, identify. Threads: one reaper, one poller for spawn sockets and pidfds, one for user look-ups. What
 * happens is posted to the {@link pmon3.daemon.kernel.KernelListener}; nothing here decides anything.
 */
package pmon3.daemon.kernel;
