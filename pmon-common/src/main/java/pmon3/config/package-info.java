/**
 * config.yml and its variables, for client and daemon alike, and the rules for names and words that both sides share.
 * Reads files with the caller's own rights; a streaming parser, no databind. Immutable results.
 */
package pmon3.config;
