package io.ghekeeper.lab;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.journal.CaptureLease;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.JournalSettings;
import io.ghekeeper.journal.Run;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Another keeper's process: says {@code held} or {@code refused}, and keeps the lease of the capture lane until its input
 * ends. Arguments: the state directory, then the snapshots that its run names; no run where there are none.
 */
public final class LeaseHolder {
    private LeaseHolder() {}

    public static void main(String[] arguments) throws IOException {
        Journal journal = new Journal(
                new JournalSettings(Path.of(arguments[0]), 10, Duration.ofDays(1)),
                new LocalDisk(),
                Clock.systemUTC(),
                run -> {});
        try (CaptureLease lease = journal.acquireCapture()) {
            if (arguments.length > 1) {
                journal.begin(lease, Run.Kind.BACKUP, Run.Trigger.HAND)
                        .snapshot(arguments[1], Set.copyOf(List.of(arguments).subList(1, arguments.length)));
            }
            System.out.println(lease == null ? "" : "held");
            while (System.in.read() >= 0) {
                // Kept until the other side closes the pipe or ends.
            }
        } catch (Failure refused) {
            System.out.println("refused: " + refused.getMessage());
        }
    }

    /** Starts one on a state directory. */
    public static Process start(Path stateDirectory, String... uses) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                LeaseHolder.class.getName(),
                stateDirectory.toString()));
        command.addAll(List.of(uses));
        return new ProcessBuilder(command).start();
    }
}
