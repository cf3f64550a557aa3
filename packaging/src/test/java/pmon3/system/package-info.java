/**
 * System tests: they drive the built programs of the tree (property {@code pmon3.home}) from outside, as a person or a
 * script would, and never look into them. {@link pmon3.system.PmondFixture} gives each test a pmond of its own.
 */
package pmon3.system;
