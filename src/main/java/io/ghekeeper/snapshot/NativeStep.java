package io.ghekeeper.snapshot;

import io.ghekeeper.text.PlainText;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * What is to be done with a native snapshot once it is there: one lock, one account that may use it, or one copy. It is planned
 * when the snapshot is asked for, and each may fail alone.
 *
 * @param kind what it is
 * @param place the mode of a lock, the account of a share, the Region of a copy
 * @param state what is known of it
 * @param id of the copy; nothing where there is none
 * @param at when the state was last seen; nothing while it is only planned
 * @param remark why it failed or could not be seen, as a sentence; nothing where nothing is wrong
 */
public record NativeStep(
        StepKind kind,
        String place,
        StepState state,
        Optional<String> id,
        Optional<Instant> at,
        Optional<String> remark) {
    /** A refused step is tried again so much later: its right may be given meanwhile. A copy that ended in an error: after a day. */
    private static final Duration RETRY = Duration.ofHours(1);

    /** A copy that was there may have been deleted since. */
    private static final Duration LOOK_AGAIN = Duration.ofDays(1);

    /** What is done. The words are those of records and JSON: in small letters. */
    public enum StepKind {
        LOCK,
        SHARE,
        COPY;

        /** In small letters. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What is known of a step. The words are those of records and JSON: in small letters. */
    public enum StepState {
        PLANNED,
        /** The call for the copy was about to be sent: whether it was executed is not known. */
        ASKED,
        /** EBS copies. */
        PENDING,
        DONE,
        /** AWS refused it, or the copy ended in an error. */
        FAILED,
        /** The copy was there, and is not any more. */
        GONE;

        /** In small letters. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public NativeStep {
        Objects.requireNonNull(kind);
        place = PlainText.of(place);
        Objects.requireNonNull(state);
        id = id.map(PlainText::of);
        Objects.requireNonNull(at);
        remark = remark.map(PlainText::of);
    }

    /** One that nothing was done of yet. */
    public static NativeStep planned(StepKind kind, String place) {
        return new NativeStep(kind, place, StepState.PLANNED, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The same as it is now. */
    public NativeStep now(StepState state, Optional<String> id, Instant at, Optional<String> remark) {
        return new NativeStep(kind, place, state, id, Optional.of(at), remark);
    }

    /** The same where AWS could not be asked; it is looked at again at the next turn. */
    public NativeStep unseen(String why) {
        return new NativeStep(kind, place, state, id, at, Optional.of(why));
    }

    /** Such as {@code copy to eu-central-1}. */
    public String words() {
        return switch (kind) {
            case LOCK -> "lock (" + place + ")";
            case SHARE -> "share with account " + place;
            case COPY -> "copy to " + place;
        };
    }

    /**
     * Whether AWS has to be asked about it now.
     *
     * @param of the state of its snapshot
     * @param retried whether it is tried again where it failed
     */
    boolean isDue(NativeSnapshot.State of, boolean retried, Instant now) {
        boolean possible =
                of == NativeSnapshot.State.COMPLETED || (of == NativeSnapshot.State.PENDING && kind == StepKind.LOCK);
        return switch (state) {
            case PLANNED -> possible;
            case ASKED, PENDING -> true;
            case FAILED -> possible && retried && isOlder(id.isPresent() ? LOOK_AGAIN : RETRY, now);
            case DONE -> kind == StepKind.COPY && isOlder(LOOK_AGAIN, now);
            case GONE -> false;
        };
    }

    private boolean isOlder(Duration age, Instant now) {
        return at.filter(seen -> seen.plus(age).isAfter(now)).isEmpty();
    }
}
