/**
 * The process config: a json, yaml or toml file that lists processes to keep alive. Reads and checks, and decides nothing
 * about running processes. Uses pmon3.config, pmon3.model and Jackson. Files are read by whoever asks, so never by a thread
 * that may not wait for a file system.
 */
package pmon3.daemon.config;
