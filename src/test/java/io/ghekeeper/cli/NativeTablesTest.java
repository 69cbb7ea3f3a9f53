package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.aws.EbsSnapshot;
import io.ghekeeper.aws.SnapshotLock;
import io.ghekeeper.nativesnapshot.CopyList.ListedCopy;
import io.ghekeeper.nativesnapshot.ExpiryPlan;
import io.ghekeeper.nativesnapshot.ExpiryPlan.PlannedExpiry;
import io.ghekeeper.nativesnapshot.ExpiryReason;
import io.ghekeeper.nativesnapshot.NativeList.ListedSnapshot;
import io.ghekeeper.nativesnapshot.NativeList.NativeListing;
import io.ghekeeper.nativesnapshot.SnapshotOrigin;
import io.ghekeeper.nativesnapshot.WritingRuns.Writing;
import io.ghekeeper.nativesnapshot.WritingRuns.WritingAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tables of {@code native list} and {@code native expire --plan}. */
class NativeTablesTest {
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
    private static final String RUN = "20261120T031700Z-backup-4f2a";

    private static EbsSnapshot snapshot(String state, int progress, Duration age) {
        return new EbsSnapshot(
                "snap-0123456789abcdef0",
                "vol-0123456789abcdef0",
                state,
                NOW.minus(age),
                OptionalInt.of(progress),
                16384,
                "",
                Map.of("ghe-keeper-backup", "20261120T031700", "snapshot_expiry", "2027-01-31", "ghe-keeper-pin", ""));
    }

    private static ListedSnapshot listed(SnapshotOrigin origin, Optional<Writing> writing) {
        return new ListedSnapshot(
                snapshot("pending", 73, Duration.ofMinutes(59)),
                origin,
                Optional.of(new SnapshotLock("compliance-cooloff", Optional.of(NOW))),
                List.of(
                        new ListedCopy("eu-central-1", snapshot("completed", 100, Duration.ofHours(1))),
                        new ListedCopy("eu-north-1", snapshot("pending", 42, Duration.ofHours(1)))),
                writing);
    }

    private static List<String> list(int width) {
        NativeListing all = new NativeListing(
                Optional.of("vol-0123456789abcdef0"),
                List.of(
                        listed(SnapshotOrigin.OWN, Optional.empty()),
                        listed(
                                SnapshotOrigin.OTHER_KEEPER,
                                Optional.of(new Writing(WritingAnswer.YES, Optional.of(RUN)))),
                        listed(SnapshotOrigin.DLM, Optional.of(Writing.UNKNOWN))),
                true,
                List.of(),
                List.of());
        return new NativeListText(all, NOW).table().on(new Screen(width > 0, width, false));
    }

    private static List<String> plan(int width) {
        ExpiryPlan plan = new ExpiryPlan(
                List.of(
                        new PlannedExpiry(
                                snapshot("completed", 100, Duration.ofDays(300)),
                                ExpiryReason.LOCKED,
                                "it is locked (compliance-cooloff) until 2027-01-31T00:00:00Z"),
                        new PlannedExpiry(
                                snapshot("completed", 100, Duration.ofDays(300)),
                                ExpiryReason.BEYOND_LIMITS,
                                "number 1001 of the newest, native.keep-last is 1000")),
                NOW);
        return ExpiryText.table(plan).on(new Screen(width > 0, width, false));
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 60, 80, 100, 132, 200})
    void fitsTheTerminal(int width) {
        assertThat(list(width)).allMatch(line -> line.length() <= width);
        assertThat(plan(width)).allMatch(line -> line.length() <= width);
    }

    @Test
    void aTerminalOf80ColumnsShowsWhoMadeItAndWhatIsInside() {
        String words = String.join("\n", list(80));

        assertThat(words)
                .contains("pending 73 %", "59 min ago", "other keeper", "20261120T031700", "written by")
                .contains("not shown, for want of columns: ", "ghe-keeper native list --json");
    }

    @Test
    void aTerminalOf80ColumnsShowsThePlanWithItsReasons() {
        assertThat(String.join(" ", plan(80)).replaceAll("\\s+", " "))
                .contains("keep 300 d ago it is locked", "delete 300 d ago number 1001");
    }

    @Test
    void aFileGetsAllColumns() {
        assertThat(list(0).get(0))
                .containsSubsequence(
                        "SNAPSHOT", "STATE", "STARTED", "SIZE", "EXPIRY", "LOCK", "PIN", "COPIES", "MADE BY", "INSIDE");
        assertThat(list(0).get(2))
                .contains(
                        "16384 GiB",
                        "compliance-cooloff to 2026-11-28",
                        "pinned",
                        "eu-central-1, eu-north-1 pending 42 %",
                        RUN);
    }
}
