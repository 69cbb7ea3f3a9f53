package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.cli.OtherStoreCopies.OtherStoreCopy;
import io.ghekeeper.snapshot.ArchivedCopy;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The table of {@code archive list}. */
class ArchiveListTest {
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

    private static ArchivedRoot root(String snapshot, boolean own, Duration... copied) {
        List<OtherStoreCopy> copies = Arrays.stream(copied)
                .map(ago -> new OtherStoreCopy("s3://" + ago, NOW.minus(ago), "a-run", OptionalLong.of(1)))
                .toList();
        return new ArchivedRoot(
                snapshot,
                true,
                true,
                Optional.of(new ArchivedCopy(
                                "s3://own",
                                NOW.minusSeconds(7200),
                                "20261128T100000Z-archive-0001",
                                Optional.of(NOW.plusSeconds(9_000_000))))
                        .filter(any -> own),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                copies,
                Optional.empty());
    }

    private static List<String> lines(int width, ArchivedRoot... roots) {
        return ArchiveListCommand.table(List.of(roots), NOW).on(new Screen(width > 0, width, false));
    }

    @Test
    void eachSnapshotHasTheTimeOfItsCopyAndOfSeveralTheOldest() {
        List<String> lines = lines(
                0,
                root("20261128T031700", true, Duration.ofHours(3)),
                root("20261127T031700", true, Duration.ofHours(3), Duration.ofDays(5)),
                root("20261126T031700", true));

        assertThat(lines.get(0)).contains("  COPIED ");
        assertThat(lines.get(1)).contains("  3 h ago ").doesNotContain("store");
        assertThat(lines.get(2)).contains("  2 stores, 5 d ago ");
        assertThat(lines.get(3)).contains("  unknown ");
    }

    @Test
    void aTerminalOf80ColumnsShowsCopiesAlsoWhereAllElseIsLong() {
        List<String> lines = lines(
                80,
                root("20261128T031700", false, Duration.ofHours(3), Duration.ofDays(5)),
                root("20261126T031700", true));

        assertThat(lines).allMatch(line -> line.length() <= 80);
        assertThat(lines.get(1)).contains("by another keeper", "2 stores, 5 d ago");
        assertThat(lines).anyMatch(line -> line.contains("not shown, for want of columns: "));
    }
}
