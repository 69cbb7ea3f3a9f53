package io.ghekeeper.text;

/** Numbers of things for people. */
public final class Counts {
    private Counts() {}

    /** As {@code 1 run} and {@code 2 runs}. */
    public static String of(long count, String thing) {
        return count + " " + thing + (count == 1 ? "" : "s");
    }
}
