/**
 * What each request does: who may, on what, and what is answered. Runs in the server's worker threads; everything that
 * reads or changes the fleet goes through {@link pmon3.daemon.supervise.Supervisor#call}. Authorization comes before each
 * handler's deed and holds at the moment of the deed.
 */
package pmon3.daemon.command;
