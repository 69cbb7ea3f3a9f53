package io.ghekeeper.engine;

/**
 * What the engine may prune after a backup.
 *
 * @param allowed false where it is not to, or something in the data directory would mislead it: then it deletes nothing
 * @param keepAtLeast how many snapshots it must leave, whatever the settings say
 * @param uncounted how many folders it counts as snapshots that are none; so many more it leaves
 */
public record PruningLimits(boolean allowed, int keepAtLeast, int uncounted) {
    /** How many names it leaves where the settings ask for so many snapshots. */
    public int keep(int snapshots) {
        return Math.max(snapshots + uncounted, keepAtLeast);
    }
}
