/** What people see: tables, details, times and colours. Results go to stdout in one write, everything else to stderr. */
package pmon3.cli.output;
