package io.ghekeeper.cli;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.store.ObjectKey;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.store.StoreCheck;
import io.ghekeeper.store.StoreCheckResult;
import io.ghekeeper.store.StoreCheckResult.StoreVerdict;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Whether a store does what an archive wants of it.
 *
 * @param store as people have it
 * @param bucket nothing where it is a folder, which an archive may begin in whatever it lacks
 * @param tried finds out all that can be
 */
record StoreFitness(String store, Optional<StoreCheck> bucket, Supplier<List<StoreCheckResult>> tried) {
    /** The first archive puts it. */
    static final ObjectKey FORMAT = new ObjectKey("format.json");

    /** The part of it that can be done every few minutes; nothing of a folder. Throws as {@link #tried} does. */
    List<StoreCheckResult> looked() {
        return bucket.map(StoreCheck::look).orElse(List.of());
    }

    /**
     * Checks a store that nothing was archived into yet.
     *
     * @param warn hears of what an archive can do without
     * @throws Failure STORE_FAILED where an archive must not begin
     */
    void require(ObjectStore objects, Consumer<String> warn) {
        if (bucket.isEmpty() || objects.find(FORMAT).isPresent()) {
            return;
        }
        List<StoreCheckResult> results = tried.get();
        results.stream()
                .filter(result -> result.verdict() == StoreVerdict.WARNING || result.verdict() == StoreVerdict.IGNORED)
                .forEach(result -> warn.accept("the store: " + result.name() + ": " + result.words()));
        requireNoneFailed(results);
    }

    /** @throws Failure STORE_FAILED where an archive must not begin */
    @SuppressWarnings("MissingSummary")
    void requireNoneFailed(List<StoreCheckResult> results) {
        List<StoreCheckResult> failed = results.stream()
                .filter(result -> result.verdict() == StoreVerdict.FAILED)
                .toList();
        if (!failed.isEmpty()) {
            throw new Failure(
                    FailureKind.STORE_FAILED,
                    store + " is not fit for the archive: "
                            + failed.stream()
                                    .map(result -> result.name() + " (" + result.words() + ")")
                                    .collect(Collectors.joining("; ")),
                    "Do what is written beside each result of: ghe-keeper archive check");
        }
    }
}
