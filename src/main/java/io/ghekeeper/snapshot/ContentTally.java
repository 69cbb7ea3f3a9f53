package io.ghekeeper.snapshot;

import java.nio.file.Path;

/** Counts during a walk what a restore brings back one by one; see {@link Inventory.Contents}. */
final class ContentTally {
    private static final int STORAGE_LEVEL = 4;
    private static final int PAGES_LEVEL = 5;
    private static final Path GIST = Path.of("gist");
    private static final Path REPOS = Path.of("repos");
    private static final Path ENVIRONMENTS = Path.of("environments");
    private static final Path TARBALLS = Path.of("tarballs");

    private long gists;
    private long storage;
    private long pages;
    private long gitHooks;
    private long auditLog;

    /**
     * One entry.
     *
     * @param part the name of what it lies in, directly in the snapshot
     * @param level below that; 0 for the part itself
     */
    void entry(String part, int level, Path entry, boolean file) {
        switch (part) {
            case "storage" -> storage += file && level == STORAGE_LEVEL ? 1 : 0;
            case "pages" -> pages += level == PAGES_LEVEL ? 1 : 0;
            case "git-hooks" -> gitHooks += file && isHook(level, entry) ? 1 : 0;
            case "audit-log" ->
                auditLog += file && level == 1 && entry.getFileName().toString().endsWith(".gz") ? 1 : 0;
            default -> {
                // Not restored one by one.
            }
        }
    }

    private static boolean isHook(int level, Path entry) {
        int part = entry.getNameCount() - level;
        boolean repos = level > 1 && entry.getName(part).equals(REPOS);
        boolean environment = level > 2
                && entry.getName(part).equals(ENVIRONMENTS)
                && entry.getName(part + 1).equals(TARBALLS);
        return repos || environment;
    }

    void repository(boolean repository, Path folder) {
        gists += (repository && GIST.equals(folder.getParent().getFileName())) ? 1 : 0;
    }

    Inventory.Contents counts() {
        return new Inventory.Contents(gists, storage, pages, gitHooks, auditLog);
    }
}
