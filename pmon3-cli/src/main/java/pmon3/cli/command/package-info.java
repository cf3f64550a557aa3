/**
 * One class for each subcommand: its flags, its help, and the request that it makes. Only the one that was typed is
 * built.
 */
package pmon3.cli.command;
