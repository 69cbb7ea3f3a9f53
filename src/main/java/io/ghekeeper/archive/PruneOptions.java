package io.ghekeeper.archive;

/**
 * What a prune run may delete beside what no root needs.
 *
 * @param removeAll whether the store may be left without a snapshot
 * @param superseded whether that goes which only earlier roots need, where a later one of the same snapshot takes their place
 * @param removeMost whether that goes, too, where it is more than half of what the earlier root names
 */
public record PruneOptions(boolean removeAll, boolean superseded, boolean removeMost) {
    /** Nothing beside it. */
    public static final PruneOptions NONE = new PruneOptions(false, false, false);
}
