package io.ghekeeper.demo;

import io.ghekeeper.lab.FakeAppliance;
import io.ghekeeper.lab.PseudoTerminal;
import io.ghekeeper.lab.TreeComparison;
import io.ghekeeper.monitor.StatusReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** A restore onto another appliance, whose terminal is lost half-way, and what came there. */
final class LostAppliance {
    /** What a restore brings back, name by name. */
    private static final List<Part> PARTS = List.of(
            copied("repositories"),
            copied("pages"),
            copied("storage"),
            copied("git-hooks"),
            copied("elasticsearch"),
            written("data/user/audit-log"),
            written("data/user/redis"),
            written("data/user/mysql"),
            written("etc/ssh"));

    /** The restore waits in it until another terminal follows: else it may have ended by then. */
    private static final String HELD = "ghe-import-authorized-keys";

    private final Terminal terminal;
    private final FakeAppliance target;

    LostAppliance(Terminal terminal, FakeAppliance target) {
        this.terminal = terminal;
        this.target = target;
    }

    /** @param then the lost appliance's disk, as it was when the last good snapshot was made */
    @SuppressWarnings("MissingSummary")
    void show(Path then) throws IOException, InterruptedException {
        terminal.say("9. The appliance is lost. Another one stands at " + target.host() + ", with other data on it");
        target.files().uuid(UUID.randomUUID().toString());
        target.files().commitTo("octo/api");
        target.files().lose("/data/user/storage");
        target.files().addFile("/data/user/pages/4/c8/1e/72/1/tried-out.html", "was not there");
        target.files().hold(HELD);
        System.out.println(
                terminal.type("appliance", "trust", target.host(), "--yes").strip());
        terminal.say("10. The restore says what it would do, asks, and begins; then its terminal is killed");
        PseudoTerminal lost = terminal.onItsOwn("restore", target.host(), "--maintenance", "--with-settings");
        lost.await("Type the name of the host");
        lost.type(target.host() + "\r");
        lost.await(" MySQL database");
        lost.hangUp();
        Terminal.show(lost);
        System.out.println("  (killed: what ran in this terminal got SIGHUP)");

        terminal.say("11. Another terminal: the restore goes on");
        System.out.println(terminal.typeFor(StatusReport.StatusState.SUSPECT.exitStatus(), "status")
                .lines()
                .filter(line -> line.startsWith("running"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no restore is running")));
        terminal.follow("KEEPER", () -> target.files().release(HELD), "logs", "running", "-f");

        terminal.say("12. What came there, beside what was on the lost one when that snapshot was made");
        compare(then);
        System.out.println(terminal.type("snapshots").strip());
    }

    private void compare(Path then) {
        List<String> differences = new ArrayList<>();
        long names = 0;
        for (Part part : PARTS) {
            TreeComparison comparison = TreeComparison.ofAll()
                    .without(path -> path.endsWith("saves"))
                    .withoutTimesOfFolders();
            Path before = then.resolve(part.path);
            differences.addAll((part.timed ? comparison : comparison.withoutTimes())
                    .differences(before, target.root().resolve(part.path)));
            names += count(before);
        }
        differences.forEach(System.out::println);
        System.out.println(names + " files, folders and links compared: "
                + (differences.isEmpty() ? "no difference" : differences.size() + " differences"));
        if (!differences.isEmpty()) {
            throw new IllegalStateException("the appliances differ");
        }
    }

    private static Part copied(String folder) {
        return new Part("data/user/" + folder, true);
    }

    private static Part written(String path) {
        return new Part(path, false);
    }

    private static long count(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Something on an appliance.
     *
     * @param timed whether its times come back; what goes through a dump or a tar gets new times
     */
    private record Part(String path, boolean timed) {}
}
