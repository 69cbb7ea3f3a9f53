package io.ghekeeper.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.archive.ObjectClasses.ObjectAmount;
import io.ghekeeper.archive.ObjectClasses.StoredAmount;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a person reads of objects that are cold: how many, in what classes, how long copies take, and what to type. */
class ObjectClassesTest {
    private static final ObjectAmount NONE = new ObjectAmount(0, 0);

    private static StoredAmount amount(String name, long cold, long warming) {
        return new StoredAmount(
                Optional.of(name),
                new ObjectAmount(cold + warming + 1, 4096),
                new ObjectAmount(cold, cold * 1024),
                new ObjectAmount(warming, warming * 1024));
    }

    private static Failure refusal(StoredAmount... classes) {
        return new ObjectClasses(List.of(classes), 0)
                .refusal("the store", "type this")
                .orElseThrow();
    }

    @Test
    void allThatIsColdIsNamedByItsClassWithTheLongestWait() {
        Failure failure = refusal(amount("DEEP_ARCHIVE", 2, 0), amount("GLACIER", 1, 1), amount("STANDARD", 0, 0));

        assertThat(failure.kind()).isEqualTo(FailureKind.ARCHIVE_COLD);
        assertThat(failure)
                .hasMessage("3 objects with 3.0 KiB of the store cannot be read at once"
                        + " (2 in DEEP_ARCHIVE, 1 in GLACIER)");
        assertThat(failure.hint())
                .isEqualTo("Ask for copies of them: type this --warm-up bulk, which takes up to 48 h as a rule, or"
                        + " --warm-up standard, up to 12 h and dearer.");
    }

    @Test
    void anArchiveTierOfEitherKindCountsAsTheSlowerOne() {
        assertThat(refusal(amount("INTELLIGENT_TIERING", 1, 0)).hint()).contains("5 to 48 h", "3 to 12 h");
    }

    @Test
    void copiesThatAreOnTheirWayAreWaitedFor() {
        Failure failure = refusal(amount("GLACIER", 0, 2));

        assertThat(failure).hasMessage("the store is still making copies of 2 objects with 2.0 KiB of the store");
        assertThat(failure.hint()).endsWith(": type this");
    }

    @Test
    void whatCanBeReadIsNotRefused() {
        ObjectClasses classes =
                new ObjectClasses(List.of(new StoredAmount(Optional.empty(), new ObjectAmount(1, 1), NONE, NONE)), 3);

        assertThat(classes.refusal("the store", "type this")).isEmpty();
        assertThat(classes.all()).isEqualTo(new ObjectAmount(1, 1));
    }
}
