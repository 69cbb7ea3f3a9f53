package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.journal.NativeEvent.UndoMade;
import io.ghekeeper.journal.NativeEvent.UndoMade.SnapshotOfDevice;
import io.ghekeeper.journal.ProcessIdentity;
import io.ghekeeper.journal.Run;
import io.ghekeeper.nativesnapshot.WayBack;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a person is shown the way back. */
class WayBackTextTest {
    private static final UndoMade MADE = new UndoMade(
            "20261121T135324Z-restore-bece",
            "github-new.example.com",
            "i-0123456789abcdef0",
            "us-west-2-lax-1a",
            "2026-11-21T13:53:30Z",
            List.of(new SnapshotOfDevice("/dev/xvdf", "vol-0123456789abcdef0", "snap-0123456789abcdef0")));

    private static Run run(Run.Event... events) {
        return new Run(
                MADE.run(),
                Run.Kind.RESTORE,
                Run.Cause.HAND,
                Instant.EPOCH,
                ProcessIdentity.thisProcess(),
                List.of(events),
                Optional.empty(),
                Optional.empty());
    }

    private static List<String> lines(int width) {
        return new WayBackText(new Screen(true, width, false)).lines(run(new Run.Event(Instant.EPOCH, MADE)));
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 100, 132})
    void fitsATerminal(int width) {
        assertThat(lines(width))
                .hasSizeGreaterThan(10)
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(width));
    }

    /** A command that is wrapped is two, for who copies it. */
    @Test
    void noCommandIsWrapped() {
        assertThat(lines(40))
                .containsAll(WayBack.commands(MADE).stream()
                        .map(command -> "  " + command)
                        .toList());
    }

    @Test
    void ofARunThatMadeNoneNothingIsPrinted() {
        assertThat(new WayBackText(new Screen(true, 80, false)).lines(run())).isEmpty();
    }
}
