package io.ghekeeper.snapshot;

import io.ghekeeper.text.PlainText;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A native snapshot that a run asked for, as it was last seen.
 *
 * @param run that asked for it; it stands in a tag of the snapshot
 * @param backup the newest good snapshot on the volume then
 * @param volume its EBS volume
 * @param asked when the record was made, just before the call
 * @param state what is known of it
 * @param id as {@code snap-0123456789abcdef0}; nothing until an answer has it
 * @param progress in percent, as AWS has it
 * @param seen when AWS was last asked; nothing where it never answered
 * @param remark why it failed, or could not be seen, as a sentence; nothing where nothing is wrong
 * @param steps what is to be done with it beside: its lock, shares and copies
 */
public record NativeSnapshot(
        String run,
        String backup,
        String volume,
        Instant asked,
        State state,
        Optional<String> id,
        OptionalInt progress,
        Optional<Instant> seen,
        Optional<String> remark,
        List<NativeStep> steps) {
    /** What is known of a native snapshot. The words are those of records and JSON: in small letters. */
    public enum State {
        /** The call was about to be sent: whether it was executed is not known. */
        ASKED,
        /** EBS copies. */
        PENDING,
        COMPLETED,
        /** EBS gave up. */
        ERROR,
        /** It was there, and is not any more. */
        GONE,
        /** It is proven that the call made nothing. */
        NONE;

        /** Whether AWS has to be asked about it again. */
        public boolean isOpen() {
            return this == ASKED || this == PENDING;
        }

        /** In small letters. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public NativeSnapshot {
        run = PlainText.of(run);
        backup = PlainText.of(backup);
        volume = PlainText.of(volume);
        Objects.requireNonNull(asked);
        Objects.requireNonNull(state);
        id = id.map(PlainText::of);
        Objects.requireNonNull(progress);
        Objects.requireNonNull(seen);
        remark = remark.map(PlainText::of);
        steps = List.copyOf(steps);
    }

    /** One whose call is about to be sent. */
    public static NativeSnapshot asked(String run, String backup, String volume, Instant now, List<NativeStep> steps) {
        return new NativeSnapshot(
                run,
                backup,
                volume,
                now,
                State.ASKED,
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                steps);
    }

    /** The same as AWS has it now. */
    public NativeSnapshot seen(State now, Optional<String> id, OptionalInt progress, Instant at, Optional<String> why) {
        return new NativeSnapshot(run, backup, volume, asked, now, id, progress, Optional.of(at), why, steps);
    }

    /** The same where AWS could not be asked. */
    public NativeSnapshot unseen(String why) {
        return new NativeSnapshot(run, backup, volume, asked, state, id, progress, seen, Optional.of(why), steps);
    }

    /** The same with its steps as they are now. */
    public NativeSnapshot with(List<NativeStep> now) {
        return new NativeSnapshot(run, backup, volume, asked, state, id, progress, seen, remark, now);
    }

    /** The same with one step as it is now. */
    public NativeSnapshot with(NativeStep now) {
        return with(steps.stream()
                .map(step -> step.kind() == now.kind() && step.place().equals(now.place()) ? now : step)
                .toList());
    }

    /**
     * The steps that AWS has to be asked about now.
     *
     * @param retried whether those that failed are tried again
     */
    public List<NativeStep> dueSteps(boolean retried, Instant now) {
        return steps.stream().filter(step -> step.isDue(state, retried, now)).toList();
    }
}
