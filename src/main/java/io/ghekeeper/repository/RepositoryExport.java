package io.ghekeeper.repository;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.text.FileError;
import io.ghekeeper.text.PlainText;
import io.ghekeeper.volume.Disk;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/**
 * Exports a repository and its wiki: copies objects and refs into a private folder beside the target, has git look at them, makes
 * a bundle or a bare repository that needs no other one, and renames it when it is whole. The snapshot is only read.
 */
public final class RepositoryExport {
    private static final String OTHERS = "Take another snapshot, as ghe-keeper repository find --all lists them";

    private final Disk disk;
    private final Runnable goOn;
    private final boolean acceptBroken;

    /** Where the files of a network come from. */
    public interface RepositorySource {
        /**
         * The folder of the network.
         *
         * @param empty a folder that what is fetched may be put into
         */
        Path network(Path empty) throws IOException;
    }

    /**
     * What came of it.
     *
     * @param wiki nothing where it was not exported
     * @param wikiLack why a wiki that is there was not exported, as a clause
     */
    public record ExportResult(
            ExportedRepository repository, Optional<ExportedRepository> wiki, Optional<String> wikiLack) {}

    /** What is whole in the folder of the export, and is not renamed yet. */
    private record Made(Path file, ExportTarget target, ExportedRepository exported) {}

    /**
     * One.
     *
     * @param goOn is called while files are copied and while git runs; what it throws ends the export
     * @param acceptBroken whether what is whole of a broken repository is exported
     */
    public RepositoryExport(Disk disk, Runnable goOn, boolean acceptBroken) {
        this.disk = disk;
        this.goOn = goOn;
        this.acceptBroken = acceptBroken;
    }

    /**
     * Exports it. Nothing is left of an export that fails.
     *
     * @throws Failure REPOSITORY_UNFIT; what the source and {@code goOn} throw
     */
    public ExportResult export(RepositoryPlace place, RepositorySource source, ExportTarget target) {
        Path parent = target.path().getParent();
        if (!Files.isDirectory(parent)) {
            throw unfit("there is no folder " + parent, "Make it, or name another one with --to.", null);
        }
        requireFree(target);
        try (ExportFolder work = new ExportFolder(disk, parent)) {
            GitProgram git = new GitProgram(work.made("home"), goOn);
            requireGit(git, parent);
            Path network = source.network(work.made("fetched"));
            Made repository = make(git, network, place.folder(), place.name(), target, work)
                    .orElseThrow(() -> unfit(
                            "the repository has no ref: it is empty, and a bundle cannot be",
                            "Export it as a bare repository: --to NAME.git",
                            null));
            if (!Files.isDirectory(network.resolve(place.wikiName()), LinkOption.NOFOLLOW_LINKS)) {
                return finish(repository, Optional.empty(), Optional.empty());
            }
            requireFree(target.ofWiki());
            return withWiki(git, network, place, repository, work);
        } catch (IOException e) {
            throw unfit(
                    "cannot export " + place.path() + " to " + target.path() + ": " + FileError.words(e),
                    "Look at the message. The target needs about twice the room of the repository's network.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(
                    FailureKind.RUN_INTERRUPTED,
                    "the export was interrupted",
                    "Nothing to do: type the command again.");
        }
    }

    private ExportResult withWiki(
            GitProgram git, Path network, RepositoryPlace place, Made repository, ExportFolder work)
            throws IOException, InterruptedException {
        ExportTarget target = repository.target().ofWiki();
        try {
            Optional<Made> wiki = make(git, network, place.folder(), place.wikiName(), target, work);
            return finish(repository, wiki, wiki.isPresent() ? Optional.empty() : Optional.of("it is empty"));
        } catch (Failure e) {
            if (!acceptBroken || e.kind() != FailureKind.REPOSITORY_UNFIT) {
                throw e;
            }
            return finish(repository, Optional.empty(), Optional.of(e.getMessage()));
        }
    }

    private ExportResult finish(Made repository, Optional<Made> wiki, Optional<String> wikiLack) throws IOException {
        if (wiki.isPresent()) {
            requireFree(wiki.get().target()); // before the first of the two has its name
        }
        place(repository);
        if (wiki.isPresent()) {
            place(wiki.get());
        }
        return new ExportResult(repository.exported(), wiki.map(Made::exported), wikiLack);
    }

    private void place(Made made) throws IOException {
        requireFree(made.target());
        disk.syncFileSystem(made.file()); // of a bare repository, each file
        disk.move(made.file(), made.target().path());
        disk.sync(made.target().path().getParent());
    }

    private static void requireFree(ExportTarget target) {
        if (Files.exists(target.path(), LinkOption.NOFOLLOW_LINKS)) {
            throw unfit(
                    target.path() + " is there already, and is not overwritten",
                    "Name another target with --to, or move that away.",
                    null);
        }
    }

    private static void requireGit(GitProgram git, Path anywhere) throws InterruptedException {
        Optional<String> complaint = git.complaint(anywhere, "--version");
        if (complaint.isPresent()) {
            throw unfit(
                    "git cannot be run here: " + complaint.get(),
                    "Install Debian's package git, which is in the image.",
                    null);
        }
    }

    /** Nothing where it is to be a bundle, and has no ref. */
    private Optional<Made> make(
            GitProgram git, Path network, String place, String name, ExportTarget target, ExportFolder work)
            throws IOException, InterruptedException {
        WorkRepository copy = WorkRepository.copy(disk, git, goOn, network, place, name, work.made(name));
        List<String> problems = copy.check();
        if (!problems.isEmpty()) {
            requireAccepted(name, problems);
            copy.keepWholeRefs();
        }
        long refs = copy.refs();
        if (refs == 0 && !problems.isEmpty()) {
            throw unfit(name + " is broken, and no ref of it is whole: " + problems.get(0), OTHERS + ".", null);
        }
        if (refs == 0 && target.isBundle()) {
            return Optional.empty();
        }
        Path file;
        if (target.isBundle()) {
            file = work.path(name + ".bundle");
            copy.bundle(file, refs);
            disk.setMode(file, PosixFilePermissions.fromString("rw-------"));
        } else {
            file = copy.standAlone();
        }
        return Optional.of(new Made(
                file, target, new ExportedRepository(target.path(), size(file), refs, problems, copy.leftOut())));
    }

    private void requireAccepted(String name, List<String> problems) {
        if (!acceptBroken) {
            throw unfit(
                    name + " is broken in this snapshot: "
                            + String.join("; ", problems.subList(0, Math.min(3, problems.size())))
                            + (problems.size() > 3 ? "; and more" : ""),
                    OTHERS + ", or export what is whole with --accept-broken.",
                    null);
        }
    }

    private static long size(Path place) throws IOException {
        long[] bytes = {0};
        Files.walkFileTree(place, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                bytes[0] += attributes.size();
                return FileVisitResult.CONTINUE;
            }
        });
        return bytes[0];
    }

    private static Failure unfit(String message, String hint, Exception cause) {
        return new Failure(FailureKind.REPOSITORY_UNFIT, PlainText.of(message), hint, cause);
    }
}
