package io.ghekeeper.lab;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.JournalSettings;
import io.ghekeeper.journal.Lease;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** Another keeper's process: says {@code held} or {@code refused}, and keeps the lease until its input ends. */
public final class LeaseHolder {
    private LeaseHolder() {}

    public static void main(String[] arguments) throws IOException {
        Journal journal = new Journal(
                new JournalSettings(Path.of(arguments[0]), 10, Duration.ofDays(1)),
                new LocalDisk(),
                Clock.systemUTC(),
                run -> {});
        try (Lease.HeldLease lease = journal.acquireLease()) {
            System.out.println(lease == null ? "" : "held");
            while (System.in.read() >= 0) {
                // Kept until the other side closes the pipe or ends.
            }
        } catch (Failure refused) {
            System.out.println("refused: " + refused.getMessage());
        }
    }

    /** Starts one on a state directory. */
    public static Process start(Path stateDirectory) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LeaseHolder.class.getName(),
                        stateDirectory.toString())
                .start();
    }
}
