/**
 * From a definition to a spawn order: whom it runs as, its words, its environment, its log. Looks users up and so may
 * wait; runs in threads of its own.
 */
package pmon3.daemon.launch;
