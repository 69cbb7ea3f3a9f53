package io.ghekeeper.snapshot;

import io.ghekeeper.text.PlainText;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A snapshot in the store, as the last verification of that found it.
 *
 * @param appliance its uuid, as the root says; empty where no root can be read
 * @param archived what the root says; nothing where no root can be read
 * @param readAt the oldest reading of all objects that it needs; nothing where not all were read yet
 * @param lockShort whether an object is locked for a shorter time than its root promises
 * @param found how many objects are not as they were put, its root among them, and one more where a reading of its files found
 *     differences; 0 where it is whole
 * @param first some of them, with what is wrong
 * @param sparedBy the run of the reading of all files whose damage this root is proven to be free of; nothing where there is none
 */
public record StoredCopy(
        String snapshot,
        String appliance,
        Optional<ArchivedCopy> archived,
        Optional<Instant> readAt,
        boolean lockShort,
        long found,
        List<String> first,
        Optional<String> sparedBy) {
    public StoredCopy {
        snapshot = PlainText.of(snapshot);
        appliance = PlainText.of(appliance);
        Objects.requireNonNull(archived);
        Objects.requireNonNull(readAt);
        Objects.requireNonNull(sparedBy);
        first = first.stream().map(PlainText::of).toList();
    }

    /** The same with what a reading of its files found. It counts until it is proven that a root has nothing of it. */
    StoredCopy with(ReadBack reading) {
        return reading.damage()
                .filter(none -> !sparedBy.equals(Optional.of(reading.run())))
                .map(this::withDamagedFiles)
                .orElse(this);
    }

    /** The same where its files are not known to be whole. */
    StoredCopy withDamagedFiles(String words) {
        return new StoredCopy(
                snapshot,
                appliance,
                archived,
                readAt,
                lockShort,
                found + 1,
                Stream.concat(first.stream(), Stream.of("its files: " + words)).toList(),
                sparedBy);
    }

    /** Whether all that it needs is there, as far as that was looked at. */
    public boolean isWhole() {
        return found == 0;
    }

    /** What is wrong with it, as a clause; nothing where it is whole. */
    public Optional<String> damage() {
        if (isWhole()) {
            return Optional.empty();
        }
        return Optional.of((found == 1 ? "1 object of it is" : found + " objects of it are") + " not whole"
                + first.stream().findFirst().map(one -> "; the first: " + one).orElse(""));
    }
}
