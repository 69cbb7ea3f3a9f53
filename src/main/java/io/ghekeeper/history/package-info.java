/** One immutable view of the runs and snapshots of a volume at an instant, and the rules that are read from it. */
package io.ghekeeper.history;
