/**
 * Event scripts: what is run when a process is restarted, fails or backs off. The supervisor thread only queues; threads of
 * this package run the scripts, one after another for one process. May use the kernel's scripts, the configuration and
 * launch's environment.
 */
package pmon3.daemon.event;
