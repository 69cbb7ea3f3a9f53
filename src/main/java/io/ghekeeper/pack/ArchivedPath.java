package io.ghekeeper.pack;

/** Paths that come out of a store. Nothing is written to one that leads out of the snapshot. */
public final class ArchivedPath {
    /** The snapshot itself. */
    public static final String TOP = ".";

    private static final int LONGEST = 4096;

    private ArchivedPath() {}

    /** Whether it names something below the snapshot, or that itself. */
    public static boolean isSafe(String path) {
        if (path.equals(TOP)) {
            return true;
        }
        if (path.isEmpty() || path.length() > LONGEST || path.indexOf('\0') >= 0) {
            return false;
        }
        for (String name : path.split("/", -1)) {
            if (name.isEmpty() || name.equals(".") || name.equals("..")) {
                return false;
            }
        }
        return true;
    }

    /** Whether it is in a unit's folder, or is that. */
    public static boolean contains(String unit, String path) {
        return unit.equals(TOP) || path.equals(unit) || path.startsWith(unit + "/");
    }
}
