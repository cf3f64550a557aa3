/**
 * What pmond remembers, in SQLite; the only package that touches java.sql. One thread uses a store at a time: the one that
 * opens and loads it, and from then on the {@link pmon3.daemon.store.StoreWriter}'s, which commits in order and in groups
 * (WAL, synchronous FULL).
 *
 * <p>Three tables are the Go program's, in its own form, so that either program can take over from the other. What it has
 * no place for stands in tables of ours, whose rows count only while they agree with its.
 */
package pmon3.daemon.store;
