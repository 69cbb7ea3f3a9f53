package io.ghekeeper.cli;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.http.HttpPort;
import io.ghekeeper.journal.SupervisorLock;
import io.ghekeeper.notify.NotificationThreads;
import io.ghekeeper.schedule.ScheduleSettings;
import io.ghekeeper.supervise.Supervisor;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code ghe-keeper supervise}. */
@Command(name = "supervise", description = "Run backups on the schedule until SIGTERM: the container's main process.")
final class SuperviseCommand implements Runnable {
    /** How long a supervisor that is just ending may hold up the next one. */
    private static final Duration LONGEST_HANDOVER = Duration.ofSeconds(10);

    private static final Duration LONGEST_TELLING = Duration.ofSeconds(10);

    @ParentCommand
    private RootCommand root;

    @Override
    public void run() {
        Keeper keeper = root.keeper();
        keeper.core().volume().requireMounted(); // else each tick would find that out, for weeks
        keeper.core().volume().requireOneFileSystem(keeper.core().journal().directory());
        requireRunner(keeper);
        keeper.core().journal().createDirectories();
        SupervisorLock.HeldLock lock = keeper.core().supervisor().lock().acquire(LONGEST_HANDOVER);
        try {
            new HeartbeatPointer()
                    .publish(
                            root.effectiveConfigFile(),
                            keeper.core().supervisor().heartbeat().file());
            supervise(keeper);
        } finally {
            lock.close();
        }
    }

    /** Beside what begins backups from outside, a supervisor would begin them twice. */
    private static void requireRunner(Keeper keeper) {
        if (keeper.core().configuration().schedule().runner() == ScheduleSettings.Runner.EXTERNAL) {
            throw new Failure(
                    FailureKind.CONFIGURATION_INVALID,
                    "schedule.runner is external: something else begins backups, and no supervisor is to run",
                    "Set schedule.runner to supervisor, and remove what calls ghe-keeper backup.");
        }
    }

    private void supervise(Keeper keeper) {
        Supervisor supervisor = keeper.supervision(() -> new KeepProcess(root), new NativeFollowProcess(root))
                .supervisor();
        Optional<HttpPort> port = port(keeper);
        try (Signals signals = Signals.onEnd(supervisor::stop)) {
            keeper.notifications().ifPresent(NotificationThreads::watch);
            supervisor.run();
            keeper.notifications().ifPresent(people -> people.end(LONGEST_TELLING));
            signals.done();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            port.ifPresent(HttpPort::close);
        }
    }

    /** Open already while the supervisor puts right what a dead one left. */
    private Optional<HttpPort> port(Keeper keeper) {
        Optional<HttpPort> port = keeper.core()
                .configuration()
                .http()
                .listen()
                .map(listen -> new HttpPort(
                        listen,
                        keeper.observation()
                                .endpoints(keeper.checks().readiness(root::requireReadableConfiguration))
                                .documents()));
        port.ifPresent(HttpPort::begin);
        return port;
    }
}
