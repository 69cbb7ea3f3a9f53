package io.ghekeeper.cli;

import io.ghekeeper.journal.ProcessIdentity;
import io.ghekeeper.journal.SupervisorLock;
import io.ghekeeper.monitor.SupervisorReport;
import io.ghekeeper.schedule.ScheduleSettings;
import io.ghekeeper.supervise.Heartbeat;
import java.io.IOException;
import java.util.Optional;

/** What this process can see of the volume's supervisor: its lock from everywhere, its heartbeat on its machine only. */
record SupervisorView(SupervisorLock lock, Heartbeat heartbeat, ScheduleSettings.Runner runner) {
    SupervisorReport report() {
        SupervisorLock.LockHolder seen;
        try {
            seen = lock.look();
        } catch (IOException unseen) {
            return SupervisorReport.unknown();
        }
        Optional<ProcessIdentity> holder = seen.holder().filter(any -> seen.state() != SupervisorLock.LockStatus.FREE);
        return new SupervisorReport(
                state(seen), holder.map(ProcessIdentity::toString), holder.map(ProcessIdentity::began));
    }

    private SupervisorReport.SupervisorState state(SupervisorLock.LockHolder seen) {
        boolean external = runner == ScheduleSettings.Runner.EXTERNAL;
        return switch (seen.state()) {
            case HELD_HERE, HELD_ELSEWHERE -> isOfThisMachine(seen) ? loop() : SupervisorReport.SupervisorState.ALIVE;
            case FREE -> external ? SupervisorReport.SupervisorState.EXTERNAL : SupervisorReport.SupervisorState.NONE;
            case UNKNOWN ->
                external ? SupervisorReport.SupervisorState.EXTERNAL : SupervisorReport.SupervisorState.UNKNOWN;
        };
    }

    private SupervisorReport.SupervisorState loop() {
        if (heartbeat.isLate()) {
            return SupervisorReport.SupervisorState.STALLED;
        }
        return heartbeat.isEnding() ? SupervisorReport.SupervisorState.ENDING : SupervisorReport.SupervisorState.ALIVE;
    }

    /** In another container the same path is another file. */
    private static boolean isOfThisMachine(SupervisorLock.LockHolder seen) {
        return seen.state() == SupervisorLock.LockStatus.HELD_HERE
                || seen.holder().filter(ProcessIdentity::isOfThisMachine).isPresent();
    }
}
