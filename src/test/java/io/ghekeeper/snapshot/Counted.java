package io.ghekeeper.snapshot;

import java.util.TreeMap;

/** An inventory made up by hand: at first, a small good snapshot's. */
final class Counted {
    private final TreeMap<String, Inventory.Part> parts = new TreeMap<>();
    private long files = 10_000;
    private long linked = 9_000;
    private long repositories = 100;
    private long unreadable;
    private DatabasePlace database = DatabasePlace.INTERNAL;

    Counted() {
        for (String name : new String[] {
            "version",
            "strategy",
            "settings.json",
            "enterprise.ghl",
            "authorized-keys.json",
            "ssh-host-keys.tar",
            "mysql.sql.gz",
            "redis.rdb",
            "uuid",
            "manage-password",
            "password-pepper"
        }) {
            file(name, 100_000);
        }
        folder("repositories", 5_000, 10_000_000);
        folder("pages", 1_000, 1_000_000);
        folder("storage", 1_000, 1_000_000);
        folder("audit-log", 10, 100_000);
    }

    Counted file(String name, long bytes) {
        parts.put(name, new Inventory.Part(false, 1, bytes, bytes == 0));
        return this;
    }

    Counted folder(String name, long files, long bytes) {
        parts.put(name, new Inventory.Part(true, files, bytes, files == 0));
        return this;
    }

    /** Looks full, and nothing is in it. */
    Counted hollow(String name, long bytes) {
        parts.put(name, new Inventory.Part(false, 1, bytes, true));
        return this;
    }

    Counted without(String name) {
        parts.remove(name);
        return this;
    }

    Counted repositories(long count) {
        repositories = count;
        return this;
    }

    Counted linked(long some, long ofAll) {
        linked = some;
        files = ofAll;
        return this;
    }

    Counted unreadable(long count) {
        unreadable = count;
        return this;
    }

    Counted database(DatabasePlace place) {
        database = place;
        return this;
    }

    Inventory inventory() {
        long bytes = parts.values().stream().mapToLong(Inventory.Part::bytes).sum();
        return new Inventory(
                        files,
                        linked,
                        bytes,
                        0,
                        0,
                        repositories,
                        Inventory.Contents.NONE,
                        DatabasePlace.INTERNAL,
                        unreadable,
                        parts)
                .withDatabase(database);
    }
}
