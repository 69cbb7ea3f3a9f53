package io.ghekeeper.probe;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.store.StoreCheckResult;
import io.ghekeeper.store.StoreCheckResult.StoreVerdict;
import io.ghekeeper.text.Counts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Looks at the archive: whether its store can be reached and does what is promised, and who can read what lies there. */
public final class ArchiveChecks {
    private static final int ENOUGH = 2;

    private final Optional<String> store;
    private final boolean encrypted;
    private final int recipients;
    private final Supplier<Optional<String>> reach;
    private final Supplier<List<StoreCheckResult>> look;
    private final Runnable rebuild;

    /**
     * The checks.
     *
     * @param store as people have it; nothing where nothing is archived
     * @param encrypted whether objects are encrypted before they leave
     * @param recipients how many keys can read them then
     * @param reach asks the store; gives a doubt about it, if any, and throws what keeps it from being reached
     * @param look what can be found out of the store every few minutes; none where it promises nothing
     * @param rebuild throws what keeps a rebuild from beginning by itself that is to
     */
    public ArchiveChecks(
            Optional<String> store,
            boolean encrypted,
            int recipients,
            Supplier<Optional<String>> reach,
            Supplier<List<StoreCheckResult>> look,
            Runnable rebuild) {
        this.store = store;
        this.encrypted = encrypted;
        this.recipients = recipients;
        this.reach = reach;
        this.look = look;
        this.rebuild = rebuild;
    }

    CheckDetail archive() {
        if (store.isEmpty()) {
            return CheckDetail.good("not used: archive.store is not set, and the volume is the only copy");
        }
        List<String> doubts = new ArrayList<>();
        List<String> hints = new ArrayList<>();
        reach.get().ifPresent(doubt -> {
            doubts.add(doubt);
            hints.add("Name a store that survives the volume in archive.store.");
        });
        List<StoreCheckResult> results = look.get();
        requireFit(results);
        results.stream()
                .filter(result -> result.verdict() != StoreVerdict.PASSED)
                .forEach(result -> {
                    doubts.add(result.words());
                    hints.add(result.hint());
                });
        try {
            rebuild.run();
        } catch (Failure failure) {
            doubts.add("no rebuild begins by itself, and no drill fetches: " + failure.getMessage());
            hints.add(failure.hint());
        }
        if (!encrypted) {
            doubts.add("NOT ENCRYPTED: who reads the store reads all repositories and secrets");
            hints.add("Set archive.encryption: age, and archive.recipients (docs/archive.md).");
        } else if (recipients < ENOUGH) {
            doubts.add("one recipient only: with its identity the whole archive is lost");
            hints.add("Add a second one whose identity is in a safe: ghe-keeper archive keygen");
        }
        String reached = store.get() + " is reached" + words(results);
        return doubts.isEmpty()
                ? CheckDetail.good(reached + ", encrypted for " + Counts.of(recipients, "recipient"))
                : CheckDetail.doubtful(reached + "; " + String.join("; ", doubts), String.join(" ", hints));
    }

    private void requireFit(List<StoreCheckResult> results) {
        results.stream()
                .filter(result -> result.verdict() == StoreVerdict.FAILED)
                .findFirst()
                .ifPresent(result -> {
                    throw new Failure(
                            FailureKind.STORE_FAILED,
                            store.orElseThrow() + " is not fit for the archive: " + result.words(),
                            result.hint() + " Then see all of it: ghe-keeper archive check");
                });
    }

    private static String words(List<StoreCheckResult> results) {
        List<String> passed = results.stream()
                .filter(result -> result.verdict() == StoreVerdict.PASSED)
                .map(StoreCheckResult::name)
                .toList();
        return results.isEmpty()
                ? ""
                : ", its " + String.join(", ", passed)
                        + " are as wanted (ghe-keeper archive check tries locks, conditions and checksums)";
    }
}
