package io.ghekeeper.cli;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.Run;
import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.FlippedBit;
import io.ghekeeper.lab.ObservedDisk;
import io.ghekeeper.lab.PlantedRuns;
import io.ghekeeper.lab.Tool;
import io.ghekeeper.lab.WholeFiles;
import io.ghekeeper.snapshot.EvidenceFiles;
import io.ghekeeper.snapshot.Pin;
import io.ghekeeper.snapshot.ReadBack;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A volume on which a seal, a verification and a deletion find all that there can be: an unsealed snapshot, a seal of it that
 * was cut off, unrecorded damage, snapshots to delete, deletions that were cut off, and unfinished files of dead processes.
 */
final class KeepVolume {
    /** A run that never was: it gave the evidence that is there before. */
    static final String EARLIER = "20200101T000000Z-verify-0001";

    /** Two snapshots share this file, and a bit of it flipped. */
    private static final String DAMAGED = "pages/one";

    private static final String GONE = "20200101T000000";

    private final Deployment deployment;
    private final Strike strike;
    private final Path kept;
    private final Instant now = Instant.now();
    private final String renamed = id(9);
    private final String halfDeleted = id(8);
    private final String old = id(7);
    private final String pinned = id(5);
    private final String shared = id(3);
    private final String sealed = id(2);
    private final String newest = id(1);

    KeepVolume(Path folder, Deployment deployment, Strike strike) throws IOException {
        this.deployment = deployment;
        this.strike = strike;
        this.kept = Files.createDirectory(folder.resolve("kept"));
        Files.createDirectories(deployment.data());
        strike.keeper().core().journal().createDirectories();
        make();
        Files.move(deployment.data(), kept.resolve("data"));
        Files.move(deployment.state(), kept.resolve("state"));
    }

    private String id(int daysAgo) {
        return PlantedRuns.idTime(now.minus(Duration.ofDays(daysAgo))).replace("Z", "");
    }

    /** The snapshots with the damaged file. */
    List<String> damaged() {
        return List.of(shared, sealed);
    }

    /** Whether a verification that came before found it whole. */
    boolean hasEarlierEvidence(String id) {
        return List.of(halfDeleted, old, shared).contains(id);
    }

    String pinned() {
        return pinned;
    }

    /** The snapshots that the plan keeps. */
    List<String> planned() {
        return List.of(pinned, shared, sealed, newest);
    }

    /** The snapshots that are to be deleted, begun ones among them. */
    List<String> doomed() {
        return List.of(renamed, halfDeleted, old);
    }

    /**
     * As it was made. Files keep their inodes, which seals name: those of snapshots are never written to, and of the state
     * only the file that shows which file system it is has to be the same one.
     */
    void putBack() throws IOException {
        Tool.run("rm", "-rf", deployment.data().toString(), deployment.state().toString());
        Tool.run("cp", "-al", kept.resolve("data").toString(), deployment.data().toString());
        Tool.run(
                "cp", "-a", kept.resolve("state").toString(), deployment.state().toString());
        Path marker = deployment.state().resolve("seals/file-system");
        Files.delete(marker);
        Files.createLink(marker, kept.resolve("state/seals/file-system"));
    }

    private void make() throws IOException {
        lean(renamed, 9);
        lean(halfDeleted, 8);
        lean(old, 7);
        whole(pinned, 5);
        whole(shared, 3);
        Tool.run("cp", "-al", place(shared).toString(), place(sealed).toString());
        good(sealed, 2);
        change(sealed);
        for (String id : List.of(halfDeleted, old, pinned, shared, sealed)) {
            seal(id);
        }
        Tool.run("cp", "-al", place(sealed).toString(), place(newest).toString());
        good(newest, 1);
        change(newest);
        replace(place(newest).resolve(DAMAGED), "fetched again\n");
        Files.createSymbolicLink(deployment.data().resolve("current"), Path.of(newest));
        cutOffAt(".local.json.new", CrashJob.SEAL::run);
        change(newest);
        evidence();
        leaveUnfinished();
        FlippedBit.in(place(shared).resolve(DAMAGED));
        Files.writeString(place(halfDeleted).resolve("incomplete"), "");
        Files.delete(place(halfDeleted).resolve("version"));
        for (String id : List.of(renamed, halfDeleted)) {
            Files.move(place(id), place(".ghe-keeper-removing-" + id));
        }
    }

    private Path place(String name) {
        return deployment.data().resolve(name);
    }

    /** With few files: the deletion of each is an operation of its own. */
    private void lean(String id, int daysAgo) throws IOException {
        Path folder = Files.createDirectories(place(id).resolve("pages/1/2"));
        Files.writeString(place(id).resolve("version"), "v3.11.0\n");
        Files.writeString(folder.resolve("site"), id);
        good(id, daysAgo);
    }

    /** With something for git to look at, and for the other deep checks: each is an event of the seal's record. */
    private void whole(String id, int daysAgo) throws IOException {
        Path network = Files.createDirectories(place(id).resolve("repositories/1/nw/a/b/c/1/1.git"));
        Files.writeString(network.resolve("HEAD"), "ref: refs/heads/main\n");
        Files.writeString(place(id).resolve("version"), "v3.11.0\n");
        Files.write(place(id).resolve("redis.rdb"), WholeFiles.redis());
        replace(place(id).resolve(DAMAGED), "a page\n");
        Path folder = Files.createDirectories(place(id).resolve("storage/1"));
        // One that is deleted has this file, too.
        Files.createLink(folder.resolve("common"), place(old).resolve("pages/1/2/site"));
        good(id, daysAgo);
    }

    private void good(String id, int daysAgo) {
        Clock then = Clock.offset(Clock.systemUTC(), Duration.ofDays(-daysAgo));
        Journal journal = strike.keeper(new LocalDisk(), then).core().journal();
        WholeSnapshot.record(journal, id, Run.Outcome.SUCCEEDED);
    }

    /** As the next backup does it: dumps are always new. */
    private void change(String id) throws IOException {
        replace(place(id).resolve("enterprise.ghl"), "a licence of " + id + "\n");
        replace(place(id).resolve("storage/2/blob"), id);
    }

    /** The new file is there before the old one goes: it never gets that one's inode. */
    private static void replace(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        Path beside = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), content);
        Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private void seal(String id) {
        strike.keeper().seals().run().run(Run.Cause.HAND, Optional.empty(), id);
    }

    private interface Work {
        void in(Keeper keeper);
    }

    /** Does it with a keeper that is cut off just before the file of that name reaches the disk. */
    private void cutOffAt(String suffix, Work work) {
        try {
            work.in(strike.keeper(new ObservedDisk(operation -> {
                if (operation.startsWith("sync ") && operation.endsWith(suffix)) {
                    throw new IOException("cut off");
                }
            })));
            throw new IllegalStateException("it wrote no " + suffix);
        } catch (Failure expected) {
            // What it left is what is wanted.
        }
    }

    private void evidence() {
        EvidenceFiles evidence = new EvidenceFiles(deployment.state());
        evidence.pin(new LocalDisk(), pinned, new Pin(now, Optional.empty(), Optional.of("the way back")));
        for (String id : List.of(halfDeleted, old, shared)) {
            ReadBack whole = new ReadBack(now.minus(Duration.ofHours(30)), EARLIER, 0, Optional.empty());
            evidence.readBack(new LocalDisk(), id, whole);
        }
    }

    private void leaveUnfinished() throws IOException {
        cutOffAt("reads.new", CrashJob.VERIFY_OLDEST::run);
        Path seals = deployment.state().resolve("seals");
        byte[] reads = Files.readAllBytes(seals.resolve("reads.new"));
        Files.write(seals.resolve("reads.new"), Arrays.copyOf(reads, reads.length / 2));
        for (String name : List.of(
                "units/7.new", "inodes/7.new", "networks-looked-at.new", newest + ".json.new", old + ".units.old")) {
            Files.writeString(seals.resolve(name), "of a process that was killed");
        }
        Path evidence = deployment.state().resolve("evidence");
        Files.writeString(evidence.resolve(GONE + ".damaged"), "17 ./pages/one\n");
        for (String name : List.of(sealed + ".found", newest + ".json.new", shared + ".merged", old + ".json.new")) {
            Files.writeString(evidence.resolve(name), "of a process that was killed");
        }
    }
}
