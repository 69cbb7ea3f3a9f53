package io.ghekeeper.journal;

import io.ghekeeper.text.PlainText;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An event of a run that takes native snapshots: of the volume, or of an appliance before a restore onto it or an upgrade. */
public sealed interface NativeEvent extends RunEvent {
    /** EBS is about to be asked for a snapshot of the volume, in which a backup is. */
    record NativeAsked(String volume, String backup) implements NativeEvent {
        public NativeAsked {
            volume = PlainText.of(volume);
            backup = PlainText.of(backup);
        }

        static NativeAsked read(EventDetails details) {
            return new NativeAsked(details.text("volume"), details.text("backup"));
        }

        @Override
        public Map<String, String> details() {
            return new EventDetails()
                    .with("volume", volume)
                    .with("backup", backup)
                    .map();
        }

        @Override
        public LogLine line() {
            return LogLine.info("asks EBS for a snapshot of " + volume + ", with backup " + backup + " in it");
        }
    }

    /** EBS has begun it. It copies by itself from then on. */
    record NativeBegun(String id, String volume, String backup) implements NativeEvent {
        public NativeBegun {
            id = PlainText.of(id);
            volume = PlainText.of(volume);
            backup = PlainText.of(backup);
        }

        static NativeBegun read(EventDetails details) {
            return new NativeBegun(details.text("id"), details.text("volume"), details.text("backup"));
        }

        @Override
        public Map<String, String> details() {
            return new EventDetails()
                    .with("id", id)
                    .with("volume", volume)
                    .with("backup", backup)
                    .map();
        }

        @Override
        public LogLine line() {
            return LogLine.info("EBS makes " + id + " of " + volume + ", with backup " + backup + " in it");
        }
    }

    /** A snapshot of an earlier run, whose answer was lost, was found by its tag. */
    record NativeAdopted(String id, String run) implements NativeEvent {
        public NativeAdopted {
            id = PlainText.of(id);
            run = PlainText.of(run);
        }

        static NativeAdopted read(EventDetails details) {
            return new NativeAdopted(details.text("id"), details.text("run"));
        }

        @Override
        public Map<String, String> details() {
            return new EventDetails().with("id", id).with("run", run).map();
        }

        @Override
        public LogLine line() {
            return LogLine.info(id + " is the snapshot that run " + run + " asked for");
        }
    }

    /**
     * EC2 is about to be asked for snapshots of an appliance's volumes.
     *
     * @param reason as {@code before-upgrade}, or the restore before which it is
     */
    record UndoAsked(String host, String instance, String reason, List<String> volumes) implements NativeEvent {
        public UndoAsked {
            host = PlainText.of(host);
            instance = PlainText.of(instance);
            reason = PlainText.of(reason);
            volumes = volumes.stream().map(PlainText::of).toList();
        }

        static UndoAsked read(EventDetails details) {
            return new UndoAsked(
                    details.text("host"),
                    details.text("instance"),
                    details.text("reason"),
                    List.of(details.text("volumes").split(" ", -1)));
        }

        @Override
        public Map<String, String> details() {
            return new EventDetails()
                    .with("host", host)
                    .with("instance", instance)
                    .with("reason", reason)
                    .with("volumes", String.join(" ", volumes))
                    .map();
        }

        @Override
        public LogLine line() {
            return LogLine.info("asks EC2 for snapshots of " + String.join(", ", volumes) + " of " + host
                    + ", instance " + instance);
        }
    }

    /**
     * There are snapshots of all these volumes, of one instant: the way back.
     *
     * @param run that asked for them; an earlier one, where its way back still holds
     * @param started the instant of their content, as {@code 2027-01-31T00:00:00Z}
     */
    record UndoMade(
            String run, String host, String instance, String zone, String started, List<SnapshotOfDevice> snapshots)
            implements NativeEvent {
        /** A snapshot of a volume, and the device that the instance has it at. */
        public record SnapshotOfDevice(String device, String volume, String snapshot) {
            private static final Pattern FORM =
                    Pattern.compile("(/?[A-Za-z0-9][A-Za-z0-9/_-]*)=(vol-[0-9a-f]+)=(snap-[0-9a-f]+)");

            private String text() {
                return device + "=" + volume + "=" + snapshot;
            }

            private static Stream<SnapshotOfDevice> read(String text) {
                Matcher parts = FORM.matcher(text);
                return parts.matches()
                        ? Stream.of(new SnapshotOfDevice(parts.group(1), parts.group(2), parts.group(3)))
                        : Stream.empty();
            }
        }

        public UndoMade {
            run = PlainText.of(run);
            host = PlainText.of(host);
            instance = PlainText.of(instance);
            zone = PlainText.of(zone);
            started = PlainText.of(started);
            snapshots = List.copyOf(snapshots);
        }

        static UndoMade read(EventDetails details) {
            return new UndoMade(
                    details.text("run"),
                    details.text("host"),
                    details.text("instance"),
                    details.text("zone"),
                    details.text("started"),
                    Stream.of(PlainText.of(details.text("snapshots")).split(" ", -1))
                            .flatMap(SnapshotOfDevice::read)
                            .toList());
        }

        @Override
        public Map<String, String> details() {
            return new EventDetails()
                    .with("run", run)
                    .with("host", host)
                    .with("instance", instance)
                    .with("zone", zone)
                    .with("started", started)
                    .with(
                            "snapshots",
                            snapshots.stream().map(SnapshotOfDevice::text).collect(Collectors.joining(" ")))
                    .map();
        }

        @Override
        public LogLine line() {
            return LogLine.info("the way back to " + host + " of " + started + ": "
                    + snapshots.stream()
                            .map(one -> one.snapshot() + " of " + one.volume())
                            .collect(Collectors.joining(", ")));
        }
    }
}
