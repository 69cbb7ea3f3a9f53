package io.ghekeeper.seal;

import io.ghekeeper.snapshot.ContentCheck;
import io.ghekeeper.snapshot.ContentCheck.CheckVerdict;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.text.Counts;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Has git look at a sample of a snapshot's repositories, network by network, as long as there is time. */
final class RepositoryChecks {
    private static final String SUFFIX = ".git";
    private static final int WORDS = 200;

    private final NetworkLooks looks;
    private final Clock clock;
    private final SealProgress progress;
    private final BooleanSupplier ended;
    private final long deadline;
    private long repositories;
    private long broken;
    private long tooLarge;
    private String first = "";

    /**
     * Checks of none yet.
     *
     * @param limit for all of them together
     * @param ended whether their results are of no use any more; a thread that waits for a program loses its interrupt
     */
    RepositoryChecks(NetworkLooks looks, Clock clock, Duration limit, SealProgress progress, BooleanSupplier ended) {
        this.looks = looks;
        this.clock = clock;
        this.progress = progress;
        this.ended = ended;
        this.deadline = System.nanoTime() + limit.toNanos();
    }

    /** The result; nothing where the snapshot has no repositories, or the run has ended. */
    Optional<ContentCheck> check(Snapshot snapshot) throws IOException {
        List<String> sample = looks.choose(snapshot.id());
        if (sample.isEmpty()) {
            return Optional.empty();
        }
        if (!GitFsck.isThere(left())) {
            return Optional.of(result(CheckVerdict.UNKNOWN, "git cannot be run here"));
        }
        List<String> looked = new ArrayList<>();
        for (String network : sample) {
            if (!look(snapshot, network)) {
                break;
            }
            looked.add(network);
        }
        if (ended.getAsBoolean()) {
            return Optional.empty(); // what is recorded now could be the next run's
        }
        looks.record(snapshot.id(), looked, clock.instant());
        String words = looked.size() + " of " + Counts.of(looks.networks(), "network") + " looked at, with "
                + repositories + (repositories == 1 ? " repository" : " repositories");
        words += tooLarge > 0 ? ", " + tooLarge + " of them too large for the memory that git may take" : "";
        if (broken > 0) {
            return Optional.of(result(CheckVerdict.FAILED, words + "; " + broken + " broken: " + first));
        }
        return Optional.of(result(looked.isEmpty() ? CheckVerdict.UNKNOWN : CheckVerdict.PASSED, words));
    }

    private static ContentCheck result(CheckVerdict outcome, String words) {
        return new ContentCheck(ContentCheck.REPOSITORIES, outcome, Optional.of(words));
    }

    private Duration left() {
        return Duration.ofNanos(Math.max(Duration.ofMillis(1).toNanos(), deadline - System.nanoTime()));
    }

    private boolean isOver() {
        return System.nanoTime() - deadline >= 0;
    }

    /** Whether all of the network was looked at; false when the time is over. */
    private boolean look(Snapshot snapshot, String network) throws IOException {
        Path folder = PathBytes.resolve(snapshot.directory(), network);
        for (Path repository : repositories(folder)) {
            if (isOver()) {
                return false;
            }
            try {
                GitFsck.check(repository, folder, left());
            } catch (IOException found) {
                if (isOver() || ended.getAsBoolean()) {
                    return false;
                }
                if (GitFsck.isTooLarge(found)) {
                    tooLarge++;
                } else {
                    broken++;
                    first = first.isEmpty() ? words(snapshot, repository, found) : first;
                }
            }
            progress.walked();
            repositories++;
        }
        return true;
    }

    private static String words(Snapshot snapshot, Path repository, IOException found) {
        String said = found.getMessage().lines().findFirst().orElse("");
        return Difference.shown(PathBytes.of(snapshot.directory().relativize(repository))) + ": "
                + (said.length() <= WORDS ? said : said.substring(0, WORDS));
    }

    /** Those of a network; a gist is its own folder on some releases. */
    private static List<Path> repositories(Path folder) throws IOException {
        if (folder.getFileName().toString().endsWith(SUFFIX)) {
            return List.of(folder);
        }
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (Path entry : entries) {
                if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    found.add(entry);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        found.sort(null);
        return found;
    }
}
