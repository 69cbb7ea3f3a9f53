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
 * Whether what the next run needs is in order, as far as that is seen from here: nobody is asked over the network, and
 * nothing is written. The doctor looks deeper.
 */
public final class Readiness {
    private final Runnable configuration;
    private final Keys keys;
    private final Volume volume;
    private final Journal journal;

    /** @param configuration reads it anew, and throws what is wrong with it */
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
     * @param obstacle what is wrong with it; nothing where it is in order
     */
    public record Part(String name, Optional<String> obstacle) {
        public Part {
            Objects.requireNonNull(name);
            obstacle = obstacle.map(PlainText::of);
        }
    }

    /**
     * Each of them, whatever the others are like.
     *
     * @param last why the last backup was no success, where it was none: only AWS knows whether the key can be decrypted,
     *     and what it said then is believed
     */
    public List<Part> parts(Supplier<Optional<Run.Reason>> last) {
        return List.of(
                part("configuration", configuration),
                part("key", () -> {
                    keys.look();
                    last.get().ifPresent(Readiness::requireNotOfTheKey);
                }),
                part("volume", () -> {
                    volume.requireMounted();
                    journal.requireWritable();
                }),
                part("lease", journal::leaseState));
    }

    private static void requireNotOfTheKey(Run.Reason reason) {
        FailureKind.of(reason.code()).filter(FailureKind::isOfTheKey).ifPresent(kind -> {
            throw new Failure(kind, "the last backup could not use it: " + reason.message(), reason.hint());
        });
    }

    private static Part part(String name, Runnable look) {
        try {
            look.run();
            return new Part(name, Optional.empty());
        } catch (Failure failure) {
            return new Part(name, Optional.of(failure.getMessage()));
        }
    }
}
