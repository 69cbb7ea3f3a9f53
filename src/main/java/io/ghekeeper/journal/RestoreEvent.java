package io.ghekeeper.journal;

import io.ghekeeper.text.Durations;
import io.ghekeeper.text.PlainText;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** An event of a restore or drill. */
public sealed interface RestoreEvent extends RunEvent {
    /**
     * What the run was asked for.
     *
     * @param choices by the names of their options, exactly as given
     */
    record Asked(Map<String, String> choices) implements RestoreEvent {
        public Asked {
            choices = Map.copyOf(choices);
        }

        static Asked read(EventDetails details) {
            return new Asked(details.map());
        }

        @Override
        public Map<String, String> details() {
            return choices;
        }

        /** The appliance to restore to. */
        public Optional<String> host() {
            return Optional.ofNullable(choices.get("host")).map(PlainText::of);
        }

        @Override
        public LogLine line() {
            return LogLine.info("asked for: snapshot " + choices.getOrDefault("snapshot", "unknown") + " onto "
                    + host().orElse("unknown")
                    + ("true".equals(choices.get("from-archive")) ? ", from the archive" : ""));
        }
    }

    /**
     * Where the snapshot comes from.
     *
     * @param store that this run fetched it out of; nothing where it was on the volume before
     */
    record SnapshotSource(Optional<String> store) implements RestoreEvent {
        public SnapshotSource {
            store = store.map(PlainText::of);
        }

        static SnapshotSource read(EventDetails details) {
            return new SnapshotSource(details.find("store"));
        }

        @Override
        public Map<String, String> details() {
            return new EventDetails()
                    .with("from", store.isPresent() ? "archive" : "volume")
                    .with("store", store)
                    .map();
        }

        @Override
        public LogLine line() {
            return LogLine.info(store.map(place -> "the snapshot is fetched out of the archive, " + place)
                    .orElse("the snapshot is on the volume"));
        }
    }

    /**
     * The target before anything was changed there.
     *
     * @param hostKey its fingerprint
     * @param answer what it answered to the engine's release
     * @param uuid that it shows
     * @param ownUuid that it had before any restore of ours gave it a snapshot's
     */
    record Target(
            String host,
            List<String> addresses,
            String hostKey,
            Optional<String> version,
            String answer,
            Optional<String> uuid,
            Optional<String> ownUuid,
            boolean configured,
            boolean maintenance)
            implements RestoreEvent {
        public Target {
            host = PlainText.of(host);
            addresses = List.copyOf(addresses);
            version = version.map(PlainText::of);
            answer = PlainText.of(answer);
            uuid = uuid.map(PlainText::of);
        }

        static Target read(EventDetails details) {
            return new Target(
                    details.find("host").orElse("unknown"),
                    List.of(details.text("addresses").split(" ", -1)),
                    details.text("host-key"),
                    details.find("version"),
                    details.text("answer"),
                    details.find("uuid"),
                    details.find("own-uuid"),
                    details.flag("configured"),
                    details.flag("maintenance"));
        }

        @Override
        public Map<String, String> details() {
            return new EventDetails()
                    .with("host", host)
                    .with("addresses", String.join(" ", addresses))
                    .with("host-key", hostKey)
                    .with("configured", configured)
                    .with("maintenance", maintenance)
                    .with("version", version)
                    .with("answer", answer)
                    .with("uuid", uuid)
                    .with("own-uuid", ownUuid)
                    .map();
        }

        @Override
        public LogLine line() {
            return LogLine.info("the target is " + host + ", version " + version.orElse("unknown") + ", uuid "
                    + uuid.orElse("none"));
        }
    }

    /** How long it will take, by earlier runs. */
    record Planned(Optional<Duration> estimate) implements RestoreEvent {
        static Planned read(EventDetails details) {
            return new Planned(details.seconds("estimate"));
        }

        @Override
        public Map<String, String> details() {
            return new EventDetails().withSeconds("estimate", estimate).map();
        }

        @Override
        public LogLine line() {
            return LogLine.info(
                    "estimated time: " + estimate.map(Durations::about).orElse("unknown"));
        }
    }

    /** The run is about to set maintenance mode on the target. */
    record MaintenanceSet() implements RestoreEvent {
        static MaintenanceSet read(EventDetails details) {
            return new MaintenanceSet();
        }

        @Override
        public Map<String, String> details() {
            return Map.of();
        }

        @Override
        public LogLine line() {
            return LogLine.info("setting maintenance mode on the target");
        }
    }

    /** The run lifted maintenance mode on the target. */
    record MaintenanceLifted() implements RestoreEvent {
        static MaintenanceLifted read(EventDetails details) {
            return new MaintenanceLifted();
        }

        @Override
        public Map<String, String> details() {
            return Map.of();
        }

        @Override
        public LogLine line() {
            return LogLine.info("maintenance mode is lifted on the target");
        }
    }

    /**
     * The engine ended its restore.
     *
     * @param bytes of the snapshot
     */
    record RestoreDone(OptionalLong bytes) implements RestoreEvent {
        static RestoreDone read(EventDetails details) {
            return new RestoreDone(details.number("bytes"));
        }

        @Override
        public Map<String, String> details() {
            return new EventDetails().with("bytes", bytes).map();
        }

        @Override
        public LogLine line() {
            return LogLine.info("the engine ended the restore");
        }
    }

    /** The target shows the snapshot's host key, and it was added to the known hosts. */
    record HostKeyPinned(String host, String hostKey, String file) implements RestoreEvent {
        static HostKeyPinned read(EventDetails details) {
            return new HostKeyPinned(details.text("host"), details.text("host-key"), details.text("file"));
        }

        @Override
        public Map<String, String> details() {
            return Map.of("host", host, "host-key", hostKey, "file", file);
        }

        @Override
        public LogLine line() {
            return LogLine.info(host + " now shows the snapshot's host key, " + hostKey + ": pinned in " + file);
        }
    }

    /**
     * A check of the target after the restore.
     *
     * @param words what was found
     */
    record Checked(String what, CheckOutcome result, String words) implements RestoreEvent {
        /** How a check ended. */
        public enum CheckOutcome {
            GOOD,
            BAD,
            UNKNOWN;

            static CheckOutcome of(String word) {
                return switch (word) {
                    case "good" -> GOOD;
                    case "bad" -> BAD;
                    default -> UNKNOWN;
                };
            }

            /** As the record has it. */
            public String word() {
                return name().toLowerCase(Locale.ROOT);
            }
        }

        public Checked {
            what = PlainText.of(what);
            words = PlainText.of(words);
        }

        static Checked read(EventDetails details) {
            return new Checked(
                    details.find("what").orElse("?"), CheckOutcome.of(details.text("result")), details.text("words"));
        }

        @Override
        public Map<String, String> details() {
            return Map.of("what", what, "result", result.word(), "words", words);
        }

        @Override
        public LogLine line() {
            return new LogLine(result != CheckOutcome.GOOD, "checked " + what + ": " + words);
        }
    }

    /** No check failed: the snapshot is proven, as far as the checks that ended well go. */
    record Proven() implements RestoreEvent {
        static Proven read(EventDetails details) {
            return new Proven();
        }

        @Override
        public Map<String, String> details() {
            return Map.of();
        }

        @Override
        public LogLine line() {
            return LogLine.info("the snapshot is proven, as far as it was checked");
        }
    }

    /** One thing that a person still has to do. */
    record ManualStepLeft(String what) implements RestoreEvent {
        public ManualStepLeft {
            what = PlainText.of(what);
        }

        static ManualStepLeft read(EventDetails details) {
            return new ManualStepLeft(details.find("what").orElse("?"));
        }

        @Override
        public Map<String, String> details() {
            return Map.of("what", what);
        }

        @Override
        public LogLine line() {
            return LogLine.info("left to do: " + what);
        }
    }
}
