package io.ghekeeper.journal;

import io.ghekeeper.text.ByteCount;
import io.ghekeeper.text.Counts;
import io.ghekeeper.text.PlainText;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** An event of an archive run. */
public sealed interface ArchiveEvent extends RunEvent {
    /**
     * The run knows what it archives, and where to.
     *
     * @param store as {@code s3://bucket/prefix} or {@code file:///path}
     * @param encryption {@code age} or {@code none}
     */
    record ArchiveBegun(String snapshot, String store, String encryption) implements ArchiveEvent {
        private static final String NONE = "none";

        public ArchiveBegun {
            snapshot = PlainText.of(snapshot);
            store = PlainText.of(store);
            encryption = PlainText.of(encryption);
        }

        static ArchiveBegun read(EventDetails details) {
            return new ArchiveBegun(details.text("snapshot"), details.text("store"), details.text("encryption"));
        }

        @Override
        public Map<String, String> details() {
            return Map.of("snapshot", snapshot, "store", store, "encryption", encryption);
        }

        @Override
        public LogLine line() {
            String line = "archiving " + snapshot + " to " + store;
            return encryption.equals(NONE)
                    ? LogLine.warning(line + ", NOT ENCRYPTED: who reads the store reads all repositories and secrets")
                    : LogLine.info(line + ", encrypted by " + encryption);
        }
    }

    /**
     * How far it is; recorded seldom.
     *
     * @param bytesRead of the snapshot
     * @param bytesSent to the store
     */
    record ArchiveAdvanced(OptionalLong bytesRead, OptionalLong bytesSent) implements ArchiveEvent {
        static ArchiveAdvanced read(EventDetails details) {
            return new ArchiveAdvanced(details.number("bytes-read"), details.number("bytes-sent"));
        }

        @Override
        public Map<String, String> details() {
            return new EventDetails()
                    .with("bytes-read", bytesRead)
                    .with("bytes-sent", bytesSent)
                    .map();
        }

        @Override
        public LogLine line() {
            return LogLine.info("so far " + ByteCount.words(bytesRead.orElse(0)) + " read, "
                    + ByteCount.words(bytesSent.orElse(0)) + " sent");
        }
    }

    /**
     * The snapshot is whole in the store, and that was proven there.
     *
     * @param entries files, folders, links and the like
     * @param bytes of content
     * @param bytesSent by this run; the rest was there
     * @param objectsSent by this run
     * @param lockedUntil the earliest end of a lock of all objects that it needs; nothing where they are not locked
     */
    record SnapshotArchived(
            String snapshot,
            String store,
            OptionalLong entries,
            OptionalLong bytes,
            OptionalLong bytesSent,
            OptionalLong objectsSent,
            Optional<Instant> lockedUntil)
            implements ArchiveEvent {
        public SnapshotArchived {
            snapshot = PlainText.of(snapshot);
            store = PlainText.of(store);
        }

        static SnapshotArchived read(EventDetails details) {
            return new SnapshotArchived(
                    details.text("snapshot"),
                    details.text("store"),
                    details.number("entries"),
                    details.number("bytes"),
                    details.number("bytes-sent"),
                    details.number("objects-sent"),
                    details.find("locked-until").flatMap(SnapshotArchived::time));
        }

        private static Optional<Instant> time(String text) {
            try {
                return Optional.of(Instant.parse(text));
            } catch (DateTimeException damaged) {
                return Optional.empty();
            }
        }

        @Override
        public Map<String, String> details() {
            return new EventDetails()
                    .with("snapshot", snapshot)
                    .with("store", store)
                    .with("entries", entries)
                    .with("bytes", bytes)
                    .with("bytes-sent", bytesSent)
                    .with("objects-sent", objectsSent)
                    .with("locked-until", lockedUntil.map(Instant::toString))
                    .map();
        }

        @Override
        public LogLine line() {
            return LogLine.info("archived: " + words());
        }

        /** What was archived, for people. */
        public String words() {
            return entries.orElse(0) + " entries with " + ByteCount.words(bytes.orElse(0)) + "; "
                    + Counts.of(objectsSent.orElse(0), "object") + " with " + ByteCount.words(bytesSent.orElse(0))
                    + " sent to " + store
                    + lockedUntil.map(until -> "; locked until " + until).orElse("; not locked");
        }
    }

    /**
     * A snapshot in the store is not whole there.
     *
     * @param found how many of its objects are not as they were put
     * @param first one of them, with what is wrong
     * @param gaveUp whether the snapshot counted as archived until now
     */
    record CopyDamaged(String snapshot, OptionalLong found, String first, boolean gaveUp) implements ArchiveEvent {
        public CopyDamaged {
            snapshot = PlainText.of(snapshot);
            first = PlainText.of(first);
        }

        static CopyDamaged read(EventDetails details) {
            return new CopyDamaged(
                    details.text("snapshot"),
                    details.number("found"),
                    details.text("first"),
                    details.find("gave-up").filter("true"::equals).isPresent());
        }

        @Override
        public Map<String, String> details() {
            return new EventDetails()
                    .with("snapshot", snapshot)
                    .with("found", found)
                    .with("first", first)
                    .with("gave-up", String.valueOf(gaveUp))
                    .map();
        }

        @Override
        public LogLine line() {
            return LogLine.warning("snapshot " + snapshot + " is not whole in the store: "
                    + Counts.of(found.orElse(0), "object") + ", the first " + first
                    + (gaveUp ? "; it does not count as archived any more" : ""));
        }
    }

    /**
     * All that archived snapshots need was looked at.
     *
     * @param snapshots in the store
     * @param damaged of these
     * @param objects that they need
     * @param bytesRead by this run
     * @param checksums how many objects have the checksum that the store keeps; 0 where it keeps none
     * @param oldestReading of all objects; nothing where not all were read yet
     */
    record StoreVerified(
            String store,
            OptionalLong snapshots,
            OptionalLong damaged,
            OptionalLong objects,
            OptionalLong bytesRead,
            OptionalLong checksums,
            Optional<Instant> oldestReading)
            implements ArchiveEvent {
        public StoreVerified {
            store = PlainText.of(store);
        }

        static StoreVerified read(EventDetails details) {
            return new StoreVerified(
                    details.text("store"),
                    details.number("snapshots"),
                    details.number("damaged"),
                    details.number("objects"),
                    details.number("bytes-read"),
                    details.number("checksums"),
                    details.find("oldest-reading").flatMap(SnapshotArchived::time));
        }

        @Override
        public Map<String, String> details() {
            return new EventDetails()
                    .with("store", store)
                    .with("snapshots", snapshots)
                    .with("damaged", damaged)
                    .with("objects", objects)
                    .with("bytes-read", bytesRead)
                    .with("checksums", checksums)
                    .with("oldest-reading", oldestReading.map(Instant::toString))
                    .map();
        }

        @Override
        public LogLine line() {
            String line = store + ": " + Counts.of(snapshots.orElse(0), "snapshot") + " with "
                    + Counts.of(objects.orElse(0), "object") + ", " + damaged.orElse(0) + " not whole; "
                    + ByteCount.words(bytesRead.orElse(0)) + " read"
                    + oldestReading
                            .map(at -> ", the oldest reading is of " + at)
                            .orElse(", not all was read yet");
            return damaged.orElse(0) > 0 ? LogLine.warning(line) : LogLine.info(line);
        }
    }

    /**
     * Every file of a snapshot was read out of the store.
     *
     * @param root which of its roots was read: 1 is the first
     * @param files of its lists
     * @param bytes of these
     * @param packs that were read
     * @param found how many differences there are
     */
    record FilesRead(
            String snapshot,
            OptionalLong root,
            OptionalLong files,
            OptionalLong bytes,
            OptionalLong packs,
            OptionalLong found)
            implements ArchiveEvent {
        public FilesRead {
            snapshot = PlainText.of(snapshot);
        }

        static FilesRead read(EventDetails details) {
            return new FilesRead(
                    details.text("snapshot"),
                    details.number("root"),
                    details.number("files"),
                    details.number("bytes"),
                    details.number("packs"),
                    details.number("found"));
        }

        @Override
        public Map<String, String> details() {
            return new EventDetails()
                    .with("snapshot", snapshot)
                    .with("root", root)
                    .with("files", files)
                    .with("bytes", bytes)
                    .with("packs", packs)
                    .with("found", found)
                    .map();
        }

        @Override
        public LogLine line() {
            String read = "read snapshot " + snapshot + ", root " + root.orElse(0) + ": "
                    + Counts.of(files.orElse(0), "file") + " with " + ByteCount.words(bytes.orElse(0)) + " in "
                    + Counts.of(packs.orElse(0), "pack") + "; ";
            return found.orElse(0) == 0
                    ? LogLine.info(read + "each file is in the store as it was sealed")
                    : LogLine.warning(read + Counts.of(found.getAsLong(), "difference"));
        }
    }

    /**
     * A snapshot was fetched out of the store, and each of its files proven.
     *
     * @param root which of its roots was read: 1 is the first
     * @param files of it
     * @param bytes of these
     * @param linked of the files, with other snapshots on the volume
     * @param kept of the files, which an earlier fetch had written
     * @param fetchedBytes of the files that were written
     * @param packs that were read
     */
    record SnapshotFetched(
            String snapshot,
            OptionalLong root,
            OptionalLong files,
            OptionalLong bytes,
            OptionalLong linked,
            OptionalLong kept,
            OptionalLong fetchedBytes,
            OptionalLong packs)
            implements ArchiveEvent {
        public SnapshotFetched {
            snapshot = PlainText.of(snapshot);
        }

        static SnapshotFetched read(EventDetails details) {
            return new SnapshotFetched(
                    details.text("snapshot"),
                    details.number("root"),
                    details.number("files"),
                    details.number("bytes"),
                    details.number("linked"),
                    details.number("kept"),
                    details.number("fetchedBytes"),
                    details.number("packs"));
        }

        @Override
        public Map<String, String> details() {
            return new EventDetails()
                    .with("snapshot", snapshot)
                    .with("root", root)
                    .with("files", files)
                    .with("bytes", bytes)
                    .with("linked", linked)
                    .with("kept", kept)
                    .with("fetchedBytes", fetchedBytes)
                    .with("packs", packs)
                    .map();
        }

        @Override
        public LogLine line() {
            String earlier = kept.orElse(0) == 0 ? "" : ", " + kept.getAsLong() + " there from an earlier fetch";
            return LogLine.info("fetched snapshot " + snapshot + ", root " + root.orElse(0) + ": "
                    + Counts.of(files.orElse(0), "file") + " with " + ByteCount.words(bytes.orElse(0))
                    + ", each as it was sealed; "
                    + ByteCount.words(fetchedBytes.orElse(0)) + " written from " + Counts.of(packs.orElse(0), "pack")
                    + ", "
                    + Counts.of(linked.orElse(0), "file") + " linked" + earlier);
        }
    }
}
