package io.ghekeeper.snapshot;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What is recorded of a snapshot outside of it.
 *
 * @param pin also one that has ended
 * @param sealed whether its seal is there
 * @param readBack the last verification of it
 * @param checks the deep checks of its content
 * @param archived that it is whole outside of the volume, too
 * @param copied the copies of EBS snapshots with it in other Regions, one for each Region
 * @param unreadable why the record cannot be read, as the rest of a sentence; then nothing else is known of it
 */
public record Evidence(
        boolean sealed,
        Optional<Pin> pin,
        Optional<ReadBack> readBack,
        Optional<CheckResults> checks,
        Optional<ArchivedCopy> archived,
        List<SnapshotCopy> copied,
        Optional<String> unreadable) {
    public static final Evidence NONE = new Evidence(Optional.empty(), Optional.empty(), Optional.empty());

    /** That of one without a seal, whose content was not checked, and that is on the volume only. */
    public Evidence(Optional<Pin> pin, Optional<ReadBack> readBack, Optional<String> unreadable) {
        this(false, pin, readBack, Optional.empty(), Optional.empty(), List.of(), unreadable);
    }

    public Evidence {
        Objects.requireNonNull(pin);
        Objects.requireNonNull(readBack);
        Objects.requireNonNull(checks);
        Objects.requireNonNull(archived);
        copied = List.copyOf(copied);
        Objects.requireNonNull(unreadable);
    }

    /** Why the snapshot counts for nothing, as a clause; nothing where no verification found damage. */
    public Optional<String> damage() {
        return readBack.flatMap(ReadBack::damage);
    }

    /** Why the snapshot is suspect, a clause each; none where no deep check failed. */
    public List<String> doubts() {
        return checks.map(CheckResults::doubts).orElse(List.of());
    }

    /** When a deep check failed; nothing where none did. */
    public Optional<Instant> doubtedAt() {
        return checks.filter(results -> !results.doubts().isEmpty()).map(CheckResults::at);
    }

    Evidence withSeal(boolean there) {
        return new Evidence(there, pin, readBack, checks, archived, copied, unreadable);
    }

    static Evidence unreadable(String why) {
        return new Evidence(Optional.empty(), Optional.empty(), Optional.of(why));
    }
}
