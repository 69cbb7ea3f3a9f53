package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.journal.Run;
import io.ghekeeper.lab.FaultyDisk;
import io.ghekeeper.lab.TestTimeouts;
import io.ghekeeper.lab.Tool;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A deployment with an archive in a folder, and what a rebuild makes of it. */
abstract class OneArchive extends OneDeployment {
    /** A schedule without a tick. */
    static final String NEVER = "[\"0 0 29 2 *\"]";

    Path store;

    /** Two archived snapshots by the quick engine. */
    List<String> twoArchived() throws IOException {
        deployment.useQuickEngine();
        plainStore("");
        return List.of(archived(), archived());
    }

    /** Configures an archive without encryption. */
    void plainStore(String more) throws IOException {
        store = Files.createDirectories(folder.resolve("store"));
        deployment.sections("archive: {store: \"file://" + store + "\", encryption: none" + more + "}");
        deployment.configure("");
    }

    String archived() {
        return HandMade.archive(deployment);
    }

    Run rebuild(int most) {
        return rebuild(new LocalDisk(), most);
    }

    Run rebuild(Disk disk, int most) {
        return HandMade.keeper(deployment, disk)
                .rebuild()
                .run(Optional.empty())
                .run(Run.Cause.HAND, Optional.empty(), most);
    }

    /** How many operations on the volume a rebuild of a new directory is. */
    int operations() throws IOException {
        FaultyDisk sound = FaultyDisk.sound();
        rebuild(sound, 1);
        Tool.run("rm", "-r", deployment.data().toString());
        return sound.operations();
    }

    /** Starts the supervisor, waits until its log has the words, and ends it. */
    String supervised(String... words) throws IOException, InterruptedException {
        return supervisedWith(Map.of(), words);
    }

    /** The same, with further variables in its environment. */
    String supervisedWith(Map<String, String> environment, String... words) throws IOException, InterruptedException {
        Process supervisor = deployment.startWith(environment, log, "supervise");
        try {
            for (String one : words) {
                Awaitility.await().until(() -> Files.readString(log).contains(one));
            }
        } finally {
            supervisor.destroy();
            assertThat(supervisor.waitFor(TestTimeouts.LONG.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        }
        return Files.readString(log);
    }

    /** Of the newest runs, the newest first. */
    List<Run.Kind> kinds() {
        return HandMade.journal(deployment).newest(10).readable().stream()
                .map(Run::kind)
                .toList();
    }

    Path snapshot(String id) {
        return deployment.data().resolve(id);
    }

    Path current() throws IOException {
        return Files.readSymbolicLink(deployment.data().resolve("current"));
    }

    List<String> names() throws IOException {
        try (Stream<Path> names = Files.list(deployment.data())) {
            return names.map(name -> name.getFileName().toString()).sorted().toList();
        }
    }

    /** Puts the whole data directory elsewhere. */
    Path lost() throws IOException {
        return Files.move(deployment.data(), folder.resolve("lost"));
    }

    /** All packs of the store. */
    Set<Path> packs() throws IOException {
        try (Stream<Path> files = Files.walk(store.resolve("packs"))) {
            return files.filter(Files::isRegularFile).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** The files that both snapshots of a data directory have as one, by their paths. */
    static List<String> shared(Path data, String one, String other) throws IOException {
        try (Stream<Path> files = Files.walk(data.resolve(one))) {
            List<String> found = new ArrayList<>();
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile).sorted()::iterator) {
                Path path = data.resolve(one).relativize(file);
                Path there = data.resolve(other).resolve(path);
                if (Files.exists(there) && Files.isSameFile(file, there)) {
                    found.add(path.toString());
                }
            }
            return found;
        }
    }

    static void requireEqual(Path expected, Path found) {
        assertThat(Tool.run("diff", "-r", "--no-dereference", expected.toString(), found.toString()))
                .isEmpty();
    }
}
