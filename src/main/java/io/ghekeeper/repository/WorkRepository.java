package io.ghekeeper.repository;

import io.ghekeeper.volume.AppendStream;
import io.ghekeeper.volume.Disk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A copy of a repository of a snapshot, made of its objects and refs, that git works in. */
final class WorkRepository {
    private static final int MOST_PROBLEMS = 20;

    private final Disk disk;
    private final GitProgram git;
    private final Path folder;
    private final List<String> problems = new ArrayList<>();
    private List<String> leftOut = List.of();
    private boolean borrows;

    private WorkRepository(Disk disk, GitProgram git, Path folder) {
        this.disk = disk;
        this.git = git;
        this.folder = folder;
    }

    /**
     * Copies one.
     *
     * @param network the folder that it is in
     * @param place its path below the snapshot, for alternates that name it
     * @param name of its folder there
     * @param to a folder that is there and empty
     * @throws io.ghekeeper.failure.Failure REPOSITORY_UNFIT where its alternates lead out of the network
     */
    static WorkRepository copy(
            Disk disk, GitProgram git, Runnable goOn, Path network, String place, String name, Path to)
            throws IOException {
        WorkRepository copy = new WorkRepository(disk, git, to.resolve("work.git"));
        GitFiles files = new GitFiles(disk, goOn);
        Path from = network.resolve(name);
        Path shared = network.resolve(RepositoryPlace.SHARED);
        files.init(copy.folder);
        if (Alternates.areShared(from, place)) {
            copy.borrow(files, shared, place, to.resolve(RepositoryPlace.SHARED));
        }
        new GitRefs(disk, goOn, copy::problem).copy(from, copy.folder);
        files.copyObjects(from, copy.folder);
        if (!Files.isDirectory(from, LinkOption.NOFOLLOW_LINKS)) {
            // Retention may delete the snapshot: refs that were gone by then would look as if there were none.
            throw new IOException(name + " is not in the snapshot any more");
        }
        return copy;
    }

    private void borrow(GitFiles files, Path shared, String place, Path to) throws IOException {
        if (!Files.isDirectory(shared, LinkOption.NOFOLLOW_LINKS)) {
            problem(RepositoryPlace.SHARED + " of its network is missing");
            return;
        }
        if (Alternates.areShared(shared, place)) {
            problem(RepositoryPlace.SHARED + " of its network names itself as its alternate");
        }
        files.init(to);
        disk.write(to.resolve("HEAD"), "ref: refs/heads/main\n".getBytes(StandardCharsets.US_ASCII));
        files.copyObjects(shared, to);
        disk.write(
                folder.resolve("objects/info/alternates"),
                ("../../" + RepositoryPlace.SHARED + "/objects\n").getBytes(StandardCharsets.US_ASCII));
        borrows = true;
    }

    private void problem(String words) {
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(words);
        }
    }

    /**
     * Reads all objects, and follows all refs.
     *
     * @return what is wrong, as clauses: nothing where all is well
     */
    List<String> check() throws InterruptedException {
        git.complaint(folder, "fsck", "--full", "--no-dangling", "--no-progress")
                .ifPresent(words -> words.lines().map(String::strip).forEach(this::problem));
        return problems();
    }

    List<String> problems() {
        return List.copyOf(problems);
    }

    /** Leaves the refs out that lack objects. Those that point to others are made plain. */
    void keepWholeRefs() throws IOException, InterruptedException {
        WholeRefs refs = WholeRefs.of(git, folder);
        new FolderRemoval(disk).remove(folder.resolve("refs"));
        disk.createPrivateDirectory(folder.resolve("refs"));
        disk.createPrivateDirectory(folder.resolve("refs/heads"));
        try (OutputStream to = new AppendStream(disk, folder.resolve("packed-refs"))) {
            for (String line : refs.whole()) {
                to.write((line + "\n").getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        leftOut = List.copyOf(refs.broken());
    }

    /** Names of refs. */
    List<String> leftOut() {
        return leftOut;
    }

    long refs() throws IOException, InterruptedException {
        LineCount lines = new LineCount();
        git.run(folder, List.of("for-each-ref", "--format=x"), lines);
        return lines.count;
    }

    /** Writes a bundle of all refs, and requires that it is whole and has them. */
    void bundle(Path file, long refs) throws IOException, InterruptedException {
        git.ask(folder, "bundle", "create", "--quiet", file.toString(), "--all");
        String verified = git.ask(folder, "bundle", "verify", "--quiet", file.toString());
        ByteArrayOutputStream heads = new ByteArrayOutputStream();
        git.run(folder, List.of("bundle", "list-heads", file.toString()), heads);
        long has = heads.toString(StandardCharsets.ISO_8859_1)
                .lines()
                .filter(line -> !line.endsWith(" HEAD"))
                .count();
        if (has != refs) {
            throw new IOException("the bundle has " + has + " of " + refs + " refs; git said: " + verified);
        }
    }

    /**
     * Makes it a repository that needs no other one, and requires that it is whole then.
     *
     * @return its folder
     */
    Path standAlone() throws IOException, InterruptedException {
        if (borrows) {
            git.ask(folder, "repack", "-a", "-d", "-q", "--no-write-bitmap-index");
            disk.delete(folder.resolve("objects/info/alternates"));
        }
        if (problems.isEmpty()) {
            git.ask(folder, "fsck", "--connectivity-only", "--no-dangling", "--no-progress");
        }
        return folder;
    }

    private static final class LineCount extends OutputStream {
        private long count;

        @Override
        public void write(int one) {
            count += one == '\n' ? 1 : 0;
        }
    }
}
