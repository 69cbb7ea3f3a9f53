package io.ghekeeper.snapshot;

import io.ghekeeper.text.PlainText;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * That a snapshot was read, on the volume or out of the store, and compared with its seal.
 *
 * @param at when it was read; of several readings, the oldest
 * @param run that did it
 * @param found how many differences there are; 0 where the snapshot is verified
 * @param first one of them, in words
 */
public record ReadBack(Instant at, String run, long found, Optional<String> first) {
    public ReadBack {
        Objects.requireNonNull(at);
        run = PlainText.of(run);
        first = first.map(PlainText::of);
    }

    /** Whether nothing differed. */
    public boolean isWhole() {
        return found == 0;
    }

    /** In words, that damage was found in a snapshot that has the same files. */
    public static String sharedWith(String damaged) {
        return "it shares files with " + damaged + ", which is damaged";
    }

    /** What is wrong with the snapshot, as a clause. */
    public Optional<String> damage() {
        if (isWhole()) {
            return Optional.empty();
        }
        String count = found == 1 ? "1 difference" : found + " differences";
        return Optional.of("run " + run + " found " + count + " from its seal"
                + first.map(words -> "; " + words).orElse(""));
    }
}
