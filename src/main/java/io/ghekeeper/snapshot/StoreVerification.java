package io.ghekeeper.snapshot;

import io.ghekeeper.text.PlainText;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a verification of the store found, when it had looked at all.
 *
 * @param at when it began
 * @param store as {@code s3://bucket/prefix} or {@code file:///path}
 * @param objects that snapshots need, roots among them
 * @param bytes of these
 * @param bytesRead by this run
 * @param checksums how many it compared with the checksum that the store keeps
 * @param keepsChecksums whether the store keeps any; nothing where none was asked for
 * @param oldestReading of all objects; nothing where not all were read yet
 * @param snapshots the newest first, without those that retention gave up
 */
public record StoreVerification(
        Instant at,
        String run,
        String store,
        long objects,
        long bytes,
        long bytesRead,
        long checksums,
        Optional<Boolean> keepsChecksums,
        Optional<Instant> oldestReading,
        List<StoredCopy> snapshots) {
    public StoreVerification {
        Objects.requireNonNull(at);
        run = PlainText.of(run);
        store = PlainText.of(store);
        Objects.requireNonNull(keepsChecksums);
        Objects.requireNonNull(oldestReading);
        snapshots = List.copyOf(snapshots);
    }

    /** The same with what readings of all files found, which no other look at objects shows. Where that is unknown, none is whole. */
    public StoreVerification with(StoreReadings readings) {
        return withSnapshots(snapshots.stream()
                .map(copy -> readings.unknown()
                        .map(copy::withDamagedFiles)
                        .or(() -> readings.of(copy.snapshot()).map(reading -> copy.with(reading.result())))
                        .orElse(copy))
                .toList());
    }

    private StoreVerification withSnapshots(List<StoredCopy> some) {
        return new StoreVerification(
                at, run, store, objects, bytes, bytesRead, checksums, keepsChecksums, oldestReading, some);
    }

    /** Those that are not whole, the newest first. */
    public List<StoredCopy> damaged() {
        return snapshots.stream().filter(copy -> !copy.isWhole()).toList();
    }

    /** Those with an object that is locked for a shorter time than promised. */
    public List<StoredCopy> lockedShort() {
        return snapshots.stream().filter(StoredCopy::lockShort).toList();
    }

    /** The same without what was found of one snapshot, which was given up since. */
    public StoreVerification without(String snapshotId) {
        return withSnapshots(snapshots.stream()
                .filter(copy -> !copy.snapshot().equals(snapshotId))
                .toList());
    }

    /** The same without those that are whole. */
    public StoreVerification ofDamaged() {
        return withSnapshots(damaged());
    }

    /** Of one snapshot; nothing where the store has no root of it. */
    public Optional<StoredCopy> of(String snapshotId) {
        return snapshots.stream()
                .filter(copy -> copy.snapshot().equals(snapshotId))
                .findFirst();
    }
}
