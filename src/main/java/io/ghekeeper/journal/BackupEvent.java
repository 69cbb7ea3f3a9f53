package io.ghekeeper.journal;

import io.ghekeeper.text.ByteCount;
import io.ghekeeper.text.Counts;
import io.ghekeeper.text.Durations;
import io.ghekeeper.text.PlainText;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** An event of a backup, or of its snapshot. */
public sealed interface BackupEvent extends RunEvent {
    /**
     * An old incomplete snapshot was removed.
     *
     * @param age since something was last changed in it; zero in records of earlier releases
     */
    record IncompleteRemoved(String snapshot, Duration age) implements BackupEvent {
        public IncompleteRemoved {
            snapshot = PlainText.of(snapshot);
        }

        static IncompleteRemoved read(EventDetails details) {
            return new IncompleteRemoved(
                    details.text("snapshot"), details.seconds("age").orElse(Duration.ZERO));
        }

        @Override
        public Map<String, String> details() {
            return Map.of("snapshot", snapshot, "age", Long.toString(age.toSeconds()));
        }

        @Override
        public LogLine line() {
            return LogLine.warning(
                    "removed the incomplete snapshot " + snapshot + ", " + Durations.exact(age) + " old");
        }
    }

    /**
     * Damaged files of the snapshot that the engine links to were put aside, so that it fetches them.
     *
     * @param snapshot that they were in
     * @param files how many
     * @param first the first of them
     */
    record DamagePutAside(String snapshot, long files, String first) implements BackupEvent {
        public DamagePutAside {
            snapshot = PlainText.of(snapshot);
            first = PlainText.of(first);
        }

        static DamagePutAside read(EventDetails details) {
            return new DamagePutAside(
                    details.text("snapshot"), details.number("files").orElse(0), details.text("first"));
        }

        @Override
        public Map<String, String> details() {
            return new EventDetails()
                    .with("snapshot", snapshot)
                    .with("files", files)
                    .with("first", first)
                    .map();
        }

        @Override
        public LogLine line() {
            return LogLine.warning("put aside " + Counts.of(files, "damaged file") + " of " + snapshot
                    + ", so that the engine fetches what it would link: " + first + (files == 1 ? "" : " first"));
        }
    }

    /**
     * The appliance answered before the backup.
     *
     * @param appliance host, version and uuid
     * @param otherBackupTool {@code seen}, {@code none} or {@code unknown}
     * @param answer what it answered to the engine's release
     * @param version its own release
     * @param engine the release of the engine
     * @param externalMysql whether its MySQL lies outside of it
     */
    record ApplianceProbed(
            String appliance,
            String otherBackupTool,
            String answer,
            Optional<String> version,
            Optional<String> engine,
            Optional<Boolean> externalMysql)
            implements BackupEvent {
        public ApplianceProbed {
            appliance = PlainText.of(appliance);
            answer = PlainText.of(answer);
            version = version.map(PlainText::of);
            engine = engine.map(PlainText::of);
        }

        static ApplianceProbed read(EventDetails details) {
            return new ApplianceProbed(
                    details.text("appliance"),
                    details.text("other-backup-tool"),
                    details.text("answer"),
                    details.find("version"),
                    details.find("engine"),
                    details.find("external-mysql").map("yes"::equals));
        }

        @Override
        public Map<String, String> details() {
            return new EventDetails()
                    .with("appliance", appliance)
                    .with("other-backup-tool", otherBackupTool)
                    .with("answer", answer)
                    .with("version", version)
                    .with("engine", engine)
                    .with("external-mysql", externalMysql.map(external -> external ? "yes" : "no"))
                    .map();
        }

        @Override
        public LogLine line() {
            return LogLine.info("appliance reached: " + appliance);
        }
    }

    /**
     * The snapshot is complete, and was counted.
     *
     * @param linked files that other snapshots share
     * @param newBytes of files that no other snapshot has
     */
    record SnapshotCaptured(
            String snapshot,
            OptionalLong files,
            OptionalLong linked,
            OptionalLong bytes,
            OptionalLong newBytes,
            OptionalLong newInodes)
            implements BackupEvent {
        private static final long PERCENT = 100;

        public SnapshotCaptured {
            snapshot = PlainText.of(snapshot);
        }

        static SnapshotCaptured read(EventDetails details) {
            return new SnapshotCaptured(
                    details.text("snapshot"),
                    details.number("files"),
                    details.number("linked"),
                    details.number("bytes"),
                    details.number("new-bytes"),
                    details.number("new-inodes"));
        }

        @Override
        public Map<String, String> details() {
            return new EventDetails()
                    .with("snapshot", snapshot)
                    .with("files", files)
                    .with("linked", linked)
                    .with("bytes", bytes)
                    .with("new-bytes", newBytes)
                    .with("new-inodes", newInodes)
                    .map();
        }

        @Override
        public LogLine line() {
            long all = files.orElse(0);
            return LogLine.info("captured snapshot " + snapshot + ": " + all + " files, "
                    + (all == 0 ? 0 : linked.orElse(0) * PERCENT / all) + " % hard-linked to the one before");
        }
    }

    /** The engine did not prune old snapshots, or not all that it should. */
    record NotPruned(String why) implements BackupEvent {
        public NotPruned {
            why = PlainText.of(why);
        }

        static NotPruned read(EventDetails details) {
            return new NotPruned(details.text("why"));
        }

        @Override
        public Map<String, String> details() {
            return Map.of("why", why);
        }

        @Override
        public LogLine line() {
            return LogLine.warning("old snapshots are not pruned: " + why);
        }
    }

    /** One thing that a suspect snapshot lacks. */
    record ShrinkageFound(String what) implements BackupEvent {
        public ShrinkageFound {
            what = PlainText.of(what);
        }

        static ShrinkageFound read(EventDetails details) {
            return new ShrinkageFound(details.what());
        }

        @Override
        public Map<String, String> details() {
            return Map.of("what", what);
        }

        @Override
        public LogLine line() {
            return LogLine.warning("missing: " + what);
        }
    }

    /** A part of the snapshot that an option of the engine left out. */
    record PartLeftOut(String part, String option) implements BackupEvent {
        public PartLeftOut {
            part = PlainText.of(part);
            option = PlainText.of(option);
        }

        static PartLeftOut read(EventDetails details) {
            return new PartLeftOut(
                    details.find("part").orElse("not said what"),
                    details.find("option").orElse("an option"));
        }

        @Override
        public Map<String, String> details() {
            return Map.of("part", part, "option", option);
        }

        @Override
        public LogLine line() {
            return LogLine.info("left out: " + part + " (" + option + ")");
        }
    }

    /** Something that a person should know of the snapshot, and no reason to doubt it. */
    record Note(String what) implements BackupEvent {
        public Note {
            what = PlainText.of(what);
        }

        static Note read(EventDetails details) {
            return new Note(details.what());
        }

        @Override
        public Map<String, String> details() {
            return Map.of("what", what);
        }

        @Override
        public LogLine line() {
            return LogLine.warning(what);
        }
    }

    /** The room on the volume at the end of a run. */
    record VolumeSpace(
            OptionalLong totalBytes, OptionalLong freeBytes, OptionalLong totalInodes, OptionalLong freeInodes)
            implements BackupEvent {
        static VolumeSpace read(EventDetails details) {
            return new VolumeSpace(
                    details.number("total-bytes"),
                    details.number("free-bytes"),
                    details.number("total-inodes"),
                    details.number("free-inodes"));
        }

        @Override
        public Map<String, String> details() {
            return new EventDetails()
                    .with("total-bytes", totalBytes)
                    .with("free-bytes", freeBytes)
                    .with("total-inodes", totalInodes)
                    .with("free-inodes", freeInodes)
                    .map();
        }

        @Override
        public LogLine line() {
            return LogLine.info("free on the volume: " + ByteCount.words(freeBytes.orElse(0)) + " and "
                    + freeInodes.orElse(0) + " inodes");
        }
    }

    /** A person says that a suspect snapshot is good. */
    record Accepted() implements BackupEvent {
        static Accepted read(EventDetails details) {
            return new Accepted();
        }

        @Override
        public Map<String, String> details() {
            return Map.of();
        }

        @Override
        public LogLine line() {
            return LogLine.info("accepted");
        }
    }
}
