package io.ghekeeper.monitor;

import io.ghekeeper.text.PlainText;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether a supervisor is alive on this volume.
 *
 * @param holder its process and machine; of one that may be alive, too
 * @param since when its process began
 */
public record SupervisorReport(SupervisorState state, Optional<String> holder, Optional<Instant> since) {
    /** What is proven, and no more. */
    public enum SupervisorState {
        /** Its process holds the volume's supervisor lock. */
        ALIVE,
        /** The same, but its loop does not turn any more. */
        STALLED,
        /** It got the signal to end, waits for a restore, and begins no more runs. */
        ENDING,
        /** No process holds the lock. */
        NONE,
        /** It cannot be seen from here. */
        UNKNOWN,
        /** There is none, and there need be none: {@code schedule.runner} is {@code external}. */
        EXTERNAL
    }

    public SupervisorReport {
        Objects.requireNonNull(state);
        holder = holder.map(PlainText::of);
        Objects.requireNonNull(since);
    }

    /** That nothing is known. */
    public static SupervisorReport unknown() {
        return new SupervisorReport(SupervisorState.UNKNOWN, Optional.empty(), Optional.empty());
    }

    /** Whether it is proven that no backup is going to begin by itself, though one should. */
    public boolean isMissing() {
        return state == SupervisorState.NONE || state == SupervisorState.STALLED;
    }

    /** Whether the schedule's next backup is to be expected, as far as is known. */
    public boolean mayFire() {
        return state == SupervisorState.ALIVE || state == SupervisorState.UNKNOWN;
    }

    /** For people, in one sentence. */
    public String words() {
        String who = holder.map(name -> ": " + name).orElse("")
                + since.map(at -> ", since " + Json.text(at)).orElse("");
        return switch (state) {
            case ALIVE -> "alive" + who;
            case STALLED -> "its loop stands still" + who + "; nothing is going to run";
            case ENDING -> "ending" + who + "; it waits for a restore, and begins nothing more";
            case NONE -> "none is alive on this volume; nothing is going to run";
            case UNKNOWN -> "unknown: it cannot be seen from here whether one is alive" + who;
            case EXTERNAL -> "none, as configured (schedule.runner: external)";
        };
    }
}
