package io.ghekeeper.cli;

import io.ghekeeper.backup.Supervisor;
import io.ghekeeper.http.HttpPort;
import io.ghekeeper.notify.Telling;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code ghe-keeper supervise}. */
@Command(name = "supervise", description = "Run backups on the schedule until SIGTERM: the container's main process.")
final class SuperviseCommand implements Runnable {
    private static final Duration LONGEST_TELLING = Duration.ofSeconds(10);

    @ParentCommand
    private RootCommand root;

    @Override
    public void run() {
        Keeper keeper = root.keeper();
        keeper.volume().requireMounted(); // else each tick would find that out, for weeks
        Supervisor supervisor = keeper.supervisor();
        Optional<HttpPort> port = port(keeper);
        try (Signals signals = Signals.onEnd(supervisor::stop)) {
            keeper.telling().ifPresent(Telling::watch);
            supervisor.run();
            keeper.telling().ifPresent(people -> people.end(LONGEST_TELLING));
            signals.done();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            port.ifPresent(HttpPort::close);
        }
    }

    /** Open already while the supervisor puts right what a dead one left. */
    private Optional<HttpPort> port(Keeper keeper) {
        Optional<HttpPort> port = keeper.configuration()
                .http()
                .listen()
                .map(listen -> new HttpPort(
                        listen, keeper.site(root::requireReadableConfiguration).documents()));
        port.ifPresent(HttpPort::begin);
        return port;
    }
}
