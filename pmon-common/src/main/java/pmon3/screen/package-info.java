/**
 * What people see of an answer: tables, details, times and colours, as text. pmond draws it, being warm; the client takes
 * the escapes and numbers from here for what it shows itself. Foreign texts are made harmless here and nowhere else. Uses
 * the messages and the JDK's core; no threads, no state beyond one answer.
 */
package pmon3.screen;
