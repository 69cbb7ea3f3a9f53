/**
 * Sorted lines: more of them than memory holds. They are sorted in a folder of the run, written to files that show their own
 * damage, and read one after the other.
 */
package io.ghekeeper.lines;
