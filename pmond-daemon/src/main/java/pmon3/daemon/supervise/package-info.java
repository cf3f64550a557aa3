/**
 * What keeps processes alive: the state machine (pure), the supervisor thread that alone decides and owns the state in
 * memory, the effects it runs, the dependency order and what a start of pmond makes of the store. Uses kernel, store and
 * the clock through their interfaces; knows nothing of clients.
 */
package pmon3.daemon.supervise;
