package io.ghekeeper.seal;

/**
 * Which unit an entry belongs to: a repository network or gist, or a folder of the second level elsewhere. What lies above
 * these belongs to the unit of the folder that it is in.
 *
 * <p>GHES lays networks out as {@code repositories/5/nw/5f/f1/2d/4}, and gists the same way below {@code gist}.
 */
final class UnitPath {
    /** The snapshot's own folder. */
    static final String TOP = ".";

    private static final String REPOSITORIES = "repositories/";
    private static final int NETWORK = 7;
    private static final int GROUP = 4;
    private static final int SECOND = 2;

    private UnitPath() {}

    /** @param path below the snapshot, or {@link #TOP} */
    @SuppressWarnings("MissingSummary")
    static String of(String path, EntryType type) {
        int end = -1;
        if (isOfNetworks(path)) {
            end = end(path, NETWORK, type);
            end = end < 0 ? end(path, GROUP, type) : end;
        }
        end = end < 0 ? end(path, SECOND, type) : end;
        return end < 0 ? TOP : path.substring(0, end);
    }

    /** Whether units may lie below this one, so that it ends after them. */
    static boolean isUpper(String unit) {
        return unit.equals(TOP) || (unit.startsWith(REPOSITORIES) && level(unit) < NETWORK);
    }

    /** Whether the entry is in this unit's folder, or is that. */
    static boolean contains(String unit, String path) {
        return unit.equals(TOP) || path.equals(unit) || (path.startsWith(unit) && path.charAt(unit.length()) == '/');
    }

    private static boolean isOfNetworks(String path) {
        if (!path.startsWith(REPOSITORIES)) {
            return false;
        }
        int third = path.indexOf('/', REPOSITORIES.length());
        return third > 0 && (path.startsWith("/nw/", third) || path.startsWith("/gist/", third));
    }

    /** Where the folder of a level ends in the path; below 0 where the entry is neither in such a folder nor is one. */
    private static int end(String path, int level, EntryType type) {
        int slash = -1;
        for (int i = 0; i < level; i++) {
            slash = path.indexOf('/', slash + 1);
            if (slash < 0) {
                return i == level - 1 && type == EntryType.DIRECTORY ? path.length() : -1;
            }
        }
        return slash;
    }

    private static long level(String path) {
        return 1 + path.chars().filter(c -> c == '/').count();
    }
}
