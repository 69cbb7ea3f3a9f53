package io.ghekeeper.probe;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.Run;
import io.ghekeeper.key.Keys;
import io.ghekeeper.text.PlainText;
import io.ghekeeper.volume.Volume;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Whether what the next run needs is in order, as far as this machine shows it. It sends nothing over the network, and
 * writes nothing. The doctor checks more.
 */
public final class Readiness {
    private final Runnable configuration;
    private final Keys keys;
    private final Volume volume;
    private final Journal journal;

    /** @param configuration reads it again, and throws its first fault */
    @SuppressWarnings("MissingSummary")
    public Readiness(Runnable configuration, Keys keys, Volume volume, Journal journal) {
        this.configuration = configuration;
        this.keys = keys;
        this.volume = volume;
        this.journal = journal;
    }

    /**
     * One thing that a run needs.
     *
     * @param words what is wrong with it, or why it is unknown; empty where it is in order
     */
    public record ReadyPart(String name, PartState state, String words) {
        public ReadyPart {
            Objects.requireNonNull(name);
            Objects.requireNonNull(state);
            words = PlainText.of(words);
        }
    }

    /** Of a part. */
    public enum PartState {
        IN_ORDER,
        NOT_IN_ORDER,
        /** It is on the volume, which is not in order: the volume alone is to be blamed. */
        UNKNOWN
    }

    /**
     * Each of them, whatever the others are like.
     *
     * @param last why the last backup was no success, where it was none: only AWS knows whether the key can be decrypted,
     *     and what it said then is believed
     */
    public List<ReadyPart> parts(Supplier<Optional<Run.Reason>> last) {
        ReadyPart onVolume = part("volume", () -> {
            volume.requireMounted();
            journal.requireWritable();
        });
        boolean seen = onVolume.state() == PartState.IN_ORDER;
        return List.of(
                part("configuration", configuration),
                part("key", () -> {
                    keys.look();
                    if (seen) {
                        last(last).ifPresent(Readiness::requireNotOfTheKey);
                    }
                }),
                onVolume,
                seen
                        ? part("lease", journal::leaseState)
                        : new ReadyPart("lease", PartState.UNKNOWN, "it is on the volume, which is not in order"));
    }

    /** Nothing where the runs cannot be read: that is no fault of the key. */
    private static Optional<Run.Reason> last(Supplier<Optional<Run.Reason>> last) {
        try {
            return last.get();
        } catch (Failure unreadable) {
            return Optional.empty();
        }
    }

    private static void requireNotOfTheKey(Run.Reason reason) {
        FailureKind.of(reason.code()).filter(FailureKind::isOfTheKey).ifPresent(kind -> {
            throw new Failure(kind, "the last backup could not use it: " + reason.message(), reason.hint());
        });
    }

    private static ReadyPart part(String name, Runnable look) {
        try {
            look.run();
            return new ReadyPart(name, PartState.IN_ORDER, "");
        } catch (Failure failure) {
            return new ReadyPart(name, PartState.NOT_IN_ORDER, failure.getMessage());
        }
    }
}
