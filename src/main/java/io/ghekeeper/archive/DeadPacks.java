package io.ghekeeper.archive;

/**
 * Which packs are rewritten.
 *
 * @param percent of their bytes that are dead, at least: from 1 to 100
 * @param locked whether those are, too, whose lock is not over: they are paid for until then
 */
public record DeadPacks(int percent, boolean locked) {
    private static final int ALL = 100;

    public DeadPacks {
        if (percent < 1 || percent > ALL) {
            throw new IllegalArgumentException(percent + " percent");
        }
    }
}
