package io.ghekeeper.demo;

import io.ghekeeper.lab.TreeComparison;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The story's end: the volume is lost with all that was on it, and comes back from the archive. */
final class LostVolume {
    private final Terminal terminal;
    private final Path data;
    private final String identity;

    /** @param identity from the safe */
    @SuppressWarnings("MissingSummary")
    LostVolume(Terminal terminal, Path data, String identity) {
        this.terminal = terminal;
        this.data = data;
        this.identity = identity;
    }

    /** @param appliance where the appliance is by now */
    @SuppressWarnings("MissingSummary")
    void show(String appliance) throws IOException, InterruptedException {
        Path volume = data.getParent();
        terminal.say(
                "13. The volume is lost: snapshots, seals and records. Left are the archive, and an identity in the safe");
        Path lost = volume.resolveSibling("lost-volume");
        Files.move(volume, lost);
        Files.createDirectory(volume);
        System.out.println(terminal.type("rebuild", "--plan").strip());
        System.out.println(terminal.typeWith(identity, "rebuild", "--snapshots", "2", "--identity", "-")
                .strip());

        terminal.say("14. What came back, beside what was lost");
        compare(lost.resolve(data.getFileName()));
        System.out.println(terminal.type("snapshots").strip());

        terminal.say("15. The next backup, of the appliance that was restored, copies only what changed");
        Terminal moved = terminal.with("GHE_KEEPER_APPLIANCE_HOST", appliance);
        System.out.println(
                moved.type("appliance", "trust", "--yes", "--replace").strip());
        moved.type("backup");
        System.out.println(moved.type("snapshots").strip());
    }

    private void compare(Path lost) throws IOException {
        for (String id : snapshots(data)) {
            List<String> differences = TreeComparison.ofAll().differences(lost.resolve(id), data.resolve(id));
            differences.forEach(System.out::println);
            System.out.println(id + ": " + (differences.isEmpty() ? "no difference" : "it differs"));
            if (!differences.isEmpty()) {
                throw new IllegalStateException(id + " is not what was lost");
            }
        }
    }

    private static List<String> snapshots(Path data) throws IOException {
        try (Stream<Path> entries = Files.list(data)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> name.startsWith("2"))
                    .sorted()
                    .toList();
        }
    }
}
