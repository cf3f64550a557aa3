/** What the client inherits from its caller, and where it finds pmond. Depends on no other package of the client. */
package pmon3.cli.client;
