package io.ghekeeper.cli;

import io.ghekeeper.archive.StoreSnapshots;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.Run;
import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.FlippedBit;
import io.ghekeeper.lab.PlantedRuns;
import io.ghekeeper.lab.Tool;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Three snapshots that share files: two are sealed and archived, the newest one is neither, and has a large file. */
final class ArchivedVolume {
    /** Of a file that the first one has for itself: most of its pack. */
    private static final int OLD = 60_000;

    private static final String UUID = "3c7d0a5e-1f0e-4b52-9d3e-6a5a1c1b7f10";

    /** A byte more than a part. */
    private static final long LARGE = (48L << 20) + 1;

    private final Deployment deployment;
    private final Strike strike;
    private final Path kept;
    private final Path store;
    private final Instant now = Instant.now();
    private final String first = id(3);
    private final String second = id(2);
    private final String newest = id(1);
    private final Set<Path> ofSecond = new TreeSet<>();
    private final Map<String, String> whole;

    ArchivedVolume(Path folder, Deployment deployment) throws IOException {
        this.deployment = deployment;
        this.kept = Files.createDirectory(folder.resolve("kept"));
        this.store = Files.createDirectory(folder.resolve("store"));
        deployment.useQuickEngine();
        deployment.sections("archive: {store: \"file://" + store + "\", encryption: none, parallel: 1}");
        deployment.configure("");
        this.strike = new Strike(folder, deployment);
        Files.createDirectories(deployment.data());
        strike.keeper().core().journal().createDirectories();
        make();
        this.whole = snapshots();
        for (Path place : List.of(deployment.data(), deployment.state(), store)) {
            Files.move(place, kept.resolve(place.getFileName()));
        }
    }

    private String id(int daysAgo) {
        return PlantedRuns.idTime(now.minus(Duration.ofDays(daysAgo))).replace("Z", "");
    }

    Strike strike() {
        return strike;
    }

    Path store() {
        return store;
    }

    List<String> ids() {
        return List.of(first, second, newest);
    }

    /** A folder beside it for a copy, which is empty at first. */
    Path copy() {
        return store.resolveSibling(store.getFileName() + "-copy");
    }

    /** In the second one, which has it for itself. */
    Path ownPage() {
        return deployment.data().resolve(second).resolve("pages/one");
    }

    /** The one that is neither sealed nor archived. */
    String newest() {
        return newest;
    }

    List<String> archived() {
        return List.of(first, second);
    }

    /** The snapshots as they were made; see {@link #snapshots}. */
    Map<String, String> whole() {
        return whole;
    }

    private void make() throws IOException {
        WholeSnapshot.make(deployment.data(), first, UUID);
        byte[] old = new byte[OLD];
        new Random(1).nextBytes(old);
        Files.write(deployment.data().resolve(first).resolve("pages/old"), old);
        good(first, 3);
        archive(first);
        Set<Path> before = packs();
        next(first, second, 2);
        archive(second);
        ofSecond.addAll(packs());
        ofSecond.removeAll(before);
        next(second, newest, 1);
        large();
        Files.createSymbolicLink(deployment.data().resolve("current"), Path.of(newest));
    }

    private Set<Path> packs() throws IOException {
        try (Stream<Path> files = Files.walk(store.resolve("packs"))) {
            return new TreeSet<>(files.filter(Files::isRegularFile).toList());
        }
    }

    private void next(String from, String to, int daysAgo) throws IOException {
        Path folder = deployment.data().resolve(to);
        Tool.run("cp", "-al", deployment.data().resolve(from).toString(), folder.toString());
        Files.delete(folder.resolve("pages/one"));
        Files.deleteIfExists(folder.resolve("pages/old"));
        Files.writeString(folder.resolve("pages/one"), "a page of " + to + "\n");
        good(to, daysAgo);
    }

    /** New content that is cut into parts, as a dump of a database. It takes no room. As the last file, it shares no pack. */
    private void large() throws IOException {
        Path file = deployment.data().resolve(newest).resolve("zz-large");
        try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
            large.setLength(LARGE);
        }
    }

    private void good(String id, int daysAgo) {
        Clock then = Clock.offset(Clock.systemUTC(), Duration.ofDays(-daysAgo));
        Journal journal = strike.keeper(new LocalDisk(), then).core().journal();
        WholeSnapshot.record(journal, id, Run.Outcome.SUCCEEDED);
    }

    private void archive(String id) {
        strike.keeper().seals().run().run(Run.Cause.HAND, Optional.empty(), id);
        strike.keeper().archive().run(false).run(Run.Cause.HAND, Optional.empty(), id);
    }

    /** As it was made, with what a job finds. Files of snapshots keep their inodes, which seals name. */
    void putBack(CrashJob job) throws IOException {
        for (Path place : List.of(deployment.data(), deployment.state(), store)) {
            Tool.run("rm", "-rf", place.toString());
            String how = place.equals(deployment.data()) ? "-al" : "-a";
            Tool.run("cp", how, kept.resolve(place.getFileName()).toString(), place.toString());
        }
        Tool.run("rm", "-rf", copy().toString());
        Files.createDirectory(copy());
        Path marker = deployment.state().resolve("seals/file-system");
        Files.delete(marker);
        Files.createLink(marker, kept.resolve(deployment.state().getFileName()).resolve("seals/file-system"));
        Path pack = ofSecond.iterator().next();
        switch (job) {
            case ARCHIVE_VERIFY -> {
                Files.setPosixFilePermissions(pack, PosixFilePermissions.fromString("rw-------"));
                FlippedBit.in(pack);
            }
            case ARCHIVE_REPAIR -> Files.delete(pack);
            case ARCHIVE_FETCH -> remove(first);
            case REBUILD -> {
                ids().forEach(this::remove);
                Files.delete(deployment.data().resolve("current"));
            }
            case ARCHIVE_ATTACH ->
                Tool.run("rm", "-r", deployment.state().resolve("archive").toString());
            case VERIFY_REPAIR -> damageOwnPage();
            case ARCHIVE_COMPACT -> {
                try (ObjectStore objects = strike.keeper().archive().stores().store()) {
                    new StoreSnapshots(objects).giveUp(first, UUID, "a-run", "no rule keeps it");
                }
            }
            default -> {}
        }
    }

    /** In a file of its own: what is kept stays as it is. */
    private void damageOwnPage() throws IOException {
        FileTime ofFolder = Files.getLastModifiedTime(ownPage().getParent());
        Path other = ownPage().resolveSibling("other");
        Files.copy(ownPage(), other, StandardCopyOption.COPY_ATTRIBUTES);
        FlippedBit.in(other);
        Files.move(other, ownPage(), StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(ownPage().getParent(), ofFolder);
    }

    private void remove(String id) {
        Tool.run("rm", "-rf", deployment.data().resolve(id).toString());
    }

    /** How many files a repair put aside. */
    long putAside() throws IOException {
        try (Stream<Path> files = Files.walk(deployment.data())) {
            return files.filter(Files::isRegularFile)
                    .filter(ArchivedVolume::isAside)
                    .count();
        }
    }

    private static boolean isAside(Path file) {
        return file.toString().contains("/.ghe-keeper-damaged");
    }

    /**
     * What the data directory has, by mode, time and content of files; of folders by their modes. What a repair put aside is not
     * in it: its inode is in its name.
     */
    Map<String, String> snapshots() throws IOException {
        Map<String, String> entries = new TreeMap<>();
        try (Stream<Path> files = Files.walk(deployment.data())) {
            for (Path file : (Iterable<Path>) files.filter(file -> !isAside(file))::iterator) {
                String facts = Files.readAttributes(file, "unix:mode", LinkOption.NOFOLLOW_LINKS) + " ";
                if (Files.isSymbolicLink(file)) {
                    facts += Files.readSymbolicLink(file);
                } else if (Files.isRegularFile(file)) {
                    facts += Files.getLastModifiedTime(file)
                            + (Files.size(file) == LARGE
                                    ? "large"
                                    : Files.readString(file, StandardCharsets.ISO_8859_1));
                }
                entries.put("/" + deployment.data().relativize(file), facts);
            }
        }
        return entries;
    }
}
