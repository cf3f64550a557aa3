/** The rules of docs/ARCHITECTURE.md that a machine can check, over the classes of all modules. */
package pmon3.architecture;
