package io.ghekeeper.cli;

import io.ghekeeper.journal.Holder;
import io.ghekeeper.journal.SupervisorLock;
import io.ghekeeper.monitor.SupervisorReport;
import io.ghekeeper.schedule.ScheduleSettings;
import io.ghekeeper.supervise.Heartbeat;
import java.io.IOException;
import java.util.Optional;

/** What this process can see of the volume's supervisor: its lock from everywhere, its heartbeat on its machine only. */
record SupervisorSight(SupervisorLock lock, Heartbeat heartbeat, ScheduleSettings.Runner runner) {
    SupervisorReport report() {
        SupervisorLock.Seen seen;
        try {
            seen = lock.look();
        } catch (IOException unseen) {
            return SupervisorReport.unknown();
        }
        Optional<Holder> holder = seen.holder().filter(any -> seen.state() != SupervisorLock.State.FREE);
        return new SupervisorReport(state(seen), holder.map(Holder::toString), holder.map(Holder::began));
    }

    private SupervisorReport.State state(SupervisorLock.Seen seen) {
        boolean external = runner == ScheduleSettings.Runner.EXTERNAL;
        return switch (seen.state()) {
            case HELD_HERE, HELD_ELSEWHERE -> isOfThisMachine(seen) ? loop() : SupervisorReport.State.ALIVE;
            case FREE -> external ? SupervisorReport.State.EXTERNAL : SupervisorReport.State.NONE;
            case UNKNOWN -> external ? SupervisorReport.State.EXTERNAL : SupervisorReport.State.UNKNOWN;
        };
    }

    private SupervisorReport.State loop() {
        if (heartbeat.isLate()) {
            return SupervisorReport.State.STALLED;
        }
        return heartbeat.isEnding() ? SupervisorReport.State.ENDING : SupervisorReport.State.ALIVE;
    }

    /** In another container the same path is another file. */
    private static boolean isOfThisMachine(SupervisorLock.Seen seen) {
        return seen.state() == SupervisorLock.State.HELD_HERE
                || seen.holder().filter(Holder::isOfThisMachine).isPresent();
    }
}
