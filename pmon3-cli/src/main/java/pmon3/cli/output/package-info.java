/** Where answers go: text as pmond has drawn it, and documents, to stdout in one write; everything else to stderr. */
package pmon3.cli.output;
