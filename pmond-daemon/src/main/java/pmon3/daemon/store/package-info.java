/**
 * What pmond remembers, in SQLite; the only package that touches java.sql. One thread uses a store at a time; changes are
 * committed in order and in groups (WAL, synchronous FULL).
 */
package pmon3.daemon.store;
