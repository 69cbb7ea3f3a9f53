package io.ghekeeper.journal;

import io.ghekeeper.text.PlainText;
import java.util.Map;

/** An event of a run that takes a native snapshot. */
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
}
