package io.ghekeeper.appliance;

import java.util.Objects;
import java.util.Optional;

/**
 * What a target says of itself after a restore; nothing where it does not say it.
 *
 * @param hostKey that it showed: a pinned one, or one of the snapshot's, for a restore brings these with it
 * @param pinned whether that one is pinned; else it is one of the snapshot's, to be pinned by {@link RestoredHosts}
 * @param version as {@code 3.12.1}
 * @param restoreStatus {@code restoring}, {@code failed} or {@code complete}
 * @param maintenance whether it is in maintenance mode
 * @param contents how much of what was restored lies there
 */
public record RestoredFacts(
        String host,
        HostKey hostKey,
        boolean pinned,
        Optional<String> version,
        Optional<String> uuid,
        Optional<String> restoreStatus,
        Optional<Boolean> maintenance,
        RestoredContents contents) {
    public RestoredFacts {
        Objects.requireNonNull(host);
        Objects.requireNonNull(hostKey);
        Objects.requireNonNull(version);
        Objects.requireNonNull(uuid);
        Objects.requireNonNull(restoreStatus);
        Objects.requireNonNull(maintenance);
        Objects.requireNonNull(contents);
    }

    /** How many bare repositories lie there, wikis and gists among them. */
    public Optional<Long> repositories() {
        return contents.repositories();
    }
}
