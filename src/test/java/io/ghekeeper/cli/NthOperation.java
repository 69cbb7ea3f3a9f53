package io.ghekeeper.cli;

import io.ghekeeper.config.Configuration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One operation of a run on its volume: the n-th of its kind. A number among all operations would not do, because how many
 * old runs are removed, or log lines are written, differs a little from run to run.
 */
final class NthOperation {
    private final Configuration configuration;
    private final String kind;
    private final int n;
    private final AtomicInteger seen = new AtomicInteger();

    /**
     * Seen by an observer of each operation.
     *
     * @param kind as {@link #kind} says it
     * @param n from 1
     */
    NthOperation(Configuration configuration, String kind, int n) {
        this.configuration = configuration;
        this.kind = kind;
        this.n = n;
    }

    /** Whether this is it. To be asked once for each operation, in turn. */
    boolean is(String operation) {
        return kind(operation, configuration).equals(kind) && seen.incrementAndGet() == n;
    }

    /** The operation without what differs from run to run: places, ids. */
    static String kind(String operation, Configuration configuration) {
        return operation
                .replace(configuration.data().directory().toString(), "DATA")
                .replace(configuration.journal().directory().toString(), "STATE")
                .replace(store(configuration), "STORE")
                .replaceAll("\\d{8}T\\d{6}Z-[a-z]+(-[a-z]+)?-[0-9a-f]{4}", "<run>")
                .replaceAll("\\d{8}T\\d{6}", "<snapshot>")
                .replaceAll("(units|inodes)/\\d+\\.new", "$1/<n>.new")
                .replaceAll("(units|inodes)/[0-9a-f]{2}\\b", "$1/<2>")
                .replaceAll("[0-9a-f]{64}", "<sha256>")
                .replaceAll("(\\.ghe-keeper-damaged/<sha256>)\\.\\d+", "$1.<n>")
                .replaceAll("(\\.ghe-keeper-links-|starting-)[^/ ]+", "$1…")
                .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "<n>")
                .replaceAll("(STATE/archive/[a-z-]+)-[0-9a-f]{16}\\b", "$1")
                .replaceAll("(STATE/archive/work|STATE/archive-plan\\.<n>)/[a-z-]+\\.\\d+", "$1/<file>")
                .replaceAll("(STATE/archive/)(contents|units|objects|manifests)\\.\\d+\\.zst", "$1<table>.<n>.zst")
                .replaceAll("outbox/\\d+\\.new", "outbox/<n>.new")
                .replaceAll("outbox/<sha256>\\.[a-z]+\\.zst", "outbox/<object>")
                .replaceAll("(STORE|STORE-copy)/packs/[0-9a-f]{2}", "$1/packs/<2>")
                .replaceAll("(DATA/fetching-<snapshot>/)(?!incomplete)[^ ]+", "$1<path>");
    }

    /** The folder that is the store; without an archive, what no operation names. */
    private static String store(Configuration configuration) {
        return configuration
                .archive()
                .place()
                .map(place -> place.substring("file://".length()))
                .orElse("\n");
    }
}
