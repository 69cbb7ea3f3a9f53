package io.ghekeeper.archive;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.store.WarmUp.WarmUpTier;
import io.ghekeeper.text.ByteCount;
import io.ghekeeper.text.Counts;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Objects that are to be read, by the storage classes that the store's list has of them.
 *
 * @param unlisted those that are needed, too, and that the list has not
 */
public record ObjectClasses(List<StoredAmount> classes, long unlisted) {
    /** So many objects with so many bytes. */
    public record ObjectAmount(long objects, long bytes) {
        static final ObjectAmount NONE = new ObjectAmount(0, 0);

        ObjectAmount plus(ObjectAmount other) {
            return new ObjectAmount(objects + other.objects, bytes + other.bytes);
        }

        /** For people. */
        public String words() {
            return Counts.of(objects, "object") + " with " + ByteCount.words(bytes);
        }
    }

    /**
     * The objects of a storage class.
     *
     * @param storageClass as S3 has it; nothing where the store has none
     * @param cold those of all which cannot be read before a copy of them was asked for
     * @param warming those of all whose copies are being made
     */
    public record StoredAmount(
            Optional<String> storageClass, ObjectAmount all, ObjectAmount cold, ObjectAmount warming) {
        boolean isCold() {
            return cold.objects() > 0;
        }

        private String coldWords() {
            return cold.objects() + " in " + storageClass.orElse("no class");
        }
    }

    public ObjectClasses {
        classes = List.copyOf(classes);
    }

    /** All that the list has. */
    public ObjectAmount all() {
        return sum(StoredAmount::all);
    }

    /** Those that a copy has to be asked for. */
    public ObjectAmount cold() {
        return sum(StoredAmount::cold);
    }

    /** Those whose copies are being made. */
    public ObjectAmount warming() {
        return sum(StoredAmount::warming);
    }

    private ObjectAmount sum(Function<StoredAmount, ObjectAmount> of) {
        return classes.stream().map(of).reduce(ObjectAmount.NONE, ObjectAmount::plus);
    }

    /**
     * Why they cannot be read now; nothing where they can.
     *
     * @param whose they are, in words
     * @param command that a person types to read them, for the hint
     */
    public Optional<Failure> refusal(String whose, String command) {
        if (cold().objects() > 0) {
            return Optional.of(new Failure(
                    FailureKind.ARCHIVE_COLD,
                    cold().words() + " of " + whose + " cannot be read at once "
                            + classes.stream()
                                    .filter(StoredAmount::isCold)
                                    .map(StoredAmount::coldWords)
                                    .collect(Collectors.joining(", ", "(", ")")),
                    "Ask for copies of them: " + command + " --warm-up bulk, which takes "
                            + WarmUpWait.of(this, WarmUpTier.BULK) + " as a rule, or --warm-up standard, "
                            + WarmUpWait.of(this, WarmUpTier.STANDARD) + " and dearer."));
        }
        return warming().objects() == 0
                ? Optional.empty()
                : Optional.of(new Failure(
                        FailureKind.ARCHIVE_COLD,
                        "the store is still making copies of " + warming().words() + " of " + whose,
                        "Type it again later, and it says how many are left: " + command));
    }
}
