/** {@code topn}: the native top, called again and again, and the keys that steer it. */
package pmon3.cli.top;
