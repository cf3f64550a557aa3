/** Reading logs with the caller's own rights: the last lines, rotated archives, and following through rotation. */
package pmon3.cli.log;
