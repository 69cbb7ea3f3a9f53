package io.ghekeeper.cli;

import io.ghekeeper.journal.Holder;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;

/** Whether the process that a run began in is proven gone: for those who only look, and take no lease. */
final class KeeperProcess implements Predicate<Holder> {
    /** A process's start is told in ticks since the boot, whose own time moves when the clock is set. */
    private static final Duration SLACK = Duration.ofSeconds(2);

    private final Holder self = Holder.thisProcess();

    @Override
    public boolean test(Holder holder) {
        if (!holder.host().equals(self.host())) {
            return false; // its processes cannot be seen from here
        }
        if (!holder.bootId().equals(self.bootId())) {
            return true;
        }
        return ProcessHandle.of(holder.pid())
                .flatMap(process -> process.info().startInstant())
                .map(began -> !near(began, holder.began()))
                .orElseGet(() -> ProcessHandle.of(holder.pid()).isEmpty());
    }

    private static boolean near(Instant one, Instant other) {
        return Duration.between(one, other).abs().compareTo(SLACK) <= 0;
    }
}
