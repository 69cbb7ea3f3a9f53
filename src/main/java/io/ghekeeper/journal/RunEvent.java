package io.ghekeeper.journal;

import io.ghekeeper.text.Durations;
import io.ghekeeper.text.PlainText;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Something that happened in a run: a fact, how it is kept in the record, and the line that the log has for it. Texts are
 * clean. What no record says is empty, as in records of earlier releases.
 */
public sealed interface RunEvent
        permits BackupEvent,
                RestoreEvent,
                SealEvent,
                VerifyEvent,
                ArchiveEvent,
                RebuildEvent,
                StoreEvent,
                NativeEvent,
                RetentionEvent,
                RunEvent.Common,
                RunEvent.Unknown {
    /** The name in the record. It never changes. */
    default String name() {
        return EventForms.nameOf(getClass());
    }

    /** What the record keeps of it; numbers in decimal. The keys never change. */
    Map<String, String> details();

    /** What the log says of it. */
    LogLine line();

    /** Reads an event of a record. One of a name that this release does not know is kept as it is. */
    static RunEvent of(String name, Map<String, String> details) {
        return EventForms.read(name, details);
    }

    /**
     * A line of the log.
     *
     * @param warning whether a person should look at it
     */
    record LogLine(boolean warning, String text) {
        static LogLine info(String text) {
            return new LogLine(false, text);
        }

        static LogLine warning(String text) {
            return new LogLine(true, text);
        }
    }

    /** An event of any kind of run. */
    sealed interface Common extends RunEvent {}

    /** One of a later release. */
    record Unknown(String name, Map<String, String> details) implements RunEvent {
        public Unknown {
            details = Map.copyOf(details);
        }

        @Override
        public LogLine line() {
            return LogLine.info(name);
        }
    }

    /**
     * The marker of a dead run was removed.
     *
     * @param proof a sentence: how it is known that the run is dead
     * @param why the same in a word
     */
    record MarkerCleared(String marker, String proof, String why) implements Common {
        public MarkerCleared {
            marker = PlainText.of(marker);
            proof = PlainText.of(proof);
        }

        static MarkerCleared read(EventDetails details) {
            return new MarkerCleared(details.text("marker"), details.text("proof"), details.text("why"));
        }

        @Override
        public Map<String, String> details() {
            return Map.of("marker", marker, "proof", proof, "why", why);
        }

        @Override
        public LogLine line() {
            return LogLine.warning("marker " + marker + " cleared: " + proof);
        }
    }

    /** The key was decrypted: its type, bits and fingerprint. */
    record KeyOpened(String key) implements Common {
        public KeyOpened {
            key = PlainText.of(key);
        }

        static KeyOpened read(EventDetails details) {
            return new KeyOpened(details.text("key"));
        }

        @Override
        public Map<String, String> details() {
            return Map.of("key", key);
        }

        @Override
        public LogLine line() {
            return LogLine.info("key opened: " + key);
        }
    }

    /**
     * A step of the engine began.
     *
     * @param number from 1
     * @param id what the step does, in a word that no wording of the title changes; earlier releases have none
     */
    record StepBegun(int number, int total, String title, Optional<String> id) implements Common {
        public StepBegun {
            title = PlainText.of(title);
        }

        /** Format 1 has {@code step}, as {@code 3/12 Git repositories}. A damaged one has the number 0. */
        static StepBegun read(EventDetails details) {
            EventDetails.StepCounts counts = details.counts();
            return new StepBegun(counts.number(), counts.total(), counts.title(), details.find("id"));
        }

        @Override
        public Map<String, String> details() {
            return new EventDetails()
                    .with("number", number)
                    .with("total", total)
                    .with("title", title)
                    .with("id", id)
                    .map();
        }

        @Override
        public LogLine line() {
            return LogLine.info(number + "/" + total + " " + title);
        }
    }

    /**
     * An attempt failed, and the run tries again.
     *
     * @param attempt from 1
     * @param of how many attempts there are; 0 in records of earlier releases
     * @param code of the failure
     * @param pause until the next attempt
     */
    record AttemptFailed(long attempt, long of, String code, String message, Optional<Duration> pause)
            implements Common {
        public AttemptFailed {
            code = PlainText.of(code);
            message = PlainText.of(message);
        }

        static AttemptFailed read(EventDetails details) {
            return new AttemptFailed(
                    details.number("attempt").orElse(0),
                    details.number("of").orElse(0),
                    details.text("code"),
                    details.text("message"),
                    details.seconds("wait"));
        }

        @Override
        public Map<String, String> details() {
            return new EventDetails()
                    .with("attempt", attempt)
                    .with("of", of)
                    .with("code", code)
                    .with("message", message)
                    .withSeconds("wait", pause)
                    .map();
        }

        @Override
        public LogLine line() {
            return LogLine.warning("attempt " + attempt + " of " + of + " failed (" + code + "): " + message
                    + pause.map(time -> "; the next in " + Durations.exact(time))
                            .orElse(""));
        }
    }

    /** Content that the engine itself reported as skipped or missing in a run that it ended with 0. */
    record EngineFinding(String what, String digest) implements Common {
        public EngineFinding {
            what = PlainText.of(what);
        }

        static EngineFinding read(EventDetails details) {
            return new EngineFinding(details.what(), details.text("digest"));
        }

        @Override
        public Map<String, String> details() {
            return Map.of("what", what, "digest", digest);
        }

        @Override
        public LogLine line() {
            return LogLine.warning(what);
        }
    }
}
