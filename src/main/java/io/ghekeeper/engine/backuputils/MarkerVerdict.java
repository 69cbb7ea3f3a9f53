package io.ghekeeper.engine.backuputils;

import io.ghekeeper.engine.Leftover;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether the run behind a marker is proven dead, and how that is known.
 *
 * @param proof a sentence for people, with the pid, the command line and the times that it rests on
 */
record MarkerVerdict(Marker marker, Ground ground, String proof) implements Leftover {
    /** What it rests on, in a word. */
    public enum Ground {
        /** Its run may be alive. */
        ALIVE,
        NO_PROCESS,
        /** Its pid belongs to something that is no tool of GitHub's. */
        OTHER_PROGRAM,
        /** Its pid belongs to a tool that began after it was written. */
        PID_REUSED,
        /** It names no pid, and no tool is alive that could have written it. */
        NO_TOOL;

        /** As it is written in records and labels. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public MarkerVerdict {
        Objects.requireNonNull(marker);
        Objects.requireNonNull(ground);
        Objects.requireNonNull(proof);
    }

    @Override
    public Path file() {
        return marker.file();
    }

    @Override
    public boolean foreign() {
        return marker.form() == Marker.Form.FOREIGN;
    }

    @Override
    public String code() {
        return ground.word();
    }

    @Override
    public Optional<Long> writer() {
        return marker.pid();
    }

    @Override
    public Instant written() {
        return marker.written();
    }

    @Override
    public boolean stale() {
        return ground != Ground.ALIVE;
    }
}
