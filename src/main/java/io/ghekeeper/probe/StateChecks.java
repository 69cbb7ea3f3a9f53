package io.ghekeeper.probe;

import io.ghekeeper.appliance.ApplianceFacts;
import io.ghekeeper.engine.Leftover;
import io.ghekeeper.engine.Leftovers;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.history.History;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.Lane;
import io.ghekeeper.journal.Run;
import io.ghekeeper.text.Durations;
import io.ghekeeper.volume.FileSystemCheck;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks at what ghe-keeper itself wrote down, and at what dead runs left. */
public final class StateChecks {
    private static final int NEWEST = 20;

    private final Path directory;
    private final Path dataDirectory;
    private final Journal journal;
    private final Supplier<History> history;
    private final Leftovers markers;
    private final Duration maxAge;
    private final Clock clock;

    /**
     * Over one state directory.
     *
     * @param maxAge of the last good backup
     */
    public StateChecks(
            Path directory,
            Path dataDirectory,
            Journal journal,
            Supplier<History> history,
            Leftovers markers,
            Duration maxAge,
            Clock clock) {
        this.directory = directory;
        this.dataDirectory = dataDirectory;
        this.journal = journal;
        this.history = history;
        this.markers = markers;
        this.maxAge = maxAge;
        this.clock = clock;
    }

    CheckDetail stateDirectory() {
        Path parent = directory.toAbsolutePath().getParent();
        boolean there = Files.exists(directory);
        Path place = there ? directory : parent;
        if (!Files.isDirectory(place)) {
            throw unusable(place + (there ? " is no directory" : " is missing, so that nothing can be made in it"));
        }
        if (!Files.isWritable(place)) {
            throw new Failure(
                    FailureKind.VOLUME_UNUSABLE,
                    place + " may not be written by user " + System.getProperty("user.name"),
                    OwnerCheck.give(there, place));
        }
        String where = new FileSystemCheck(dataDirectory, directory).require();
        return new CheckDetail(
                there ? directory + " is writable" : directory + " is made by the first run",
                Optional.empty(),
                List.of(where));
    }

    private static Failure unusable(String message) {
        return new Failure(
                FailureKind.VOLUME_UNUSABLE,
                message,
                "Check data.state-directory, that the volume is mounted, and who owns it.");
    }

    CheckDetail journal() {
        Journal.Runs runs = journal.newest(Integer.MAX_VALUE);
        if (runs.unreadable().isEmpty()) {
            return CheckDetail.good("all readable: " + runs.readable().size());
        }
        return new CheckDetail(
                runs.unreadable().size() + " of "
                        + (runs.unreadable().size() + runs.readable().size()) + " runs cannot be read",
                Optional.of("They are passed over; remove their directories once you have looked at them."),
                runs.unreadable());
    }

    CheckDetail run() {
        List<Run> open = Stream.of(Lane.values()).flatMap(this::open).toList();
        if (open.isEmpty()) {
            return CheckDetail.good("none");
        }
        String what = open.stream().map(StateChecks::words).collect(Collectors.joining("; "));
        return open.stream().allMatch(run -> run.keeper().isSeenAlive())
                ? CheckDetail.good(what)
                : CheckDetail.doubtful(what, "Nothing to do if it is dead: the next run records it as interrupted.");
    }

    /** The newest open run of a lane. */
    private Stream<Run> open(Lane lane) {
        return journal.newest(NEWEST).readable().stream()
                .filter(run -> run.isOpen() && run.kind().lane() == lane)
                .limit(1);
    }

    private static String words(Run run) {
        return run.id() + " (" + run.keeper() + "), begun at " + run.begin().truncatedTo(ChronoUnit.SECONDS)
                + (run.keeper().isSeenAlive() ? "" : ", has no end, and its process is not seen from here");
    }

    /** Whether a run is alive that can have an engine. */
    private boolean isRunActive() {
        return journal.newest(NEWEST).readable().stream()
                .anyMatch(run -> run.isOpen()
                        && run.kind().lane() == Lane.CAPTURE
                        && run.keeper().isSeenAlive());
    }

    CheckDetail markers() {
        List<? extends Leftover> verdicts = markers.judge();
        if (verdicts.isEmpty()) {
            return CheckDetail.good("none");
        }
        List<String> lines = verdicts.stream()
                .map(verdict -> verdict.name() + ": " + verdict.proof())
                .toList();
        if (verdicts.stream().anyMatch(Leftover::foreign)) {
            throw new Failure(
                    FailureKind.MARKER_UNPROVEN,
                    String.join("\n", lines),
                    "Look at it, and remove it by hand: no backup begins while it is there.");
        }
        Optional<String> hint = Optional.empty();
        if (verdicts.stream().anyMatch(Leftover::stale)) {
            hint = Optional.of(
                    "Nothing to do: the next run clears what is stale; or at once: ghe-keeper markers --clear");
        } else if (!isRunActive()) {
            hint = Optional.of("Wait for that process to end: no backup begins before.");
        }
        return new CheckDetail(lines.get(0), hint, lines.subList(1, lines.size()));
    }

    /** The engine turns it off while it copies; one that is killed leaves it so. */
    CheckDetail garbage(ApplianceFacts facts) {
        if (facts.garbageOff().isEmpty()) {
            return CheckDetail.doubtful(
                    "unknown: " + facts.host() + " does not say whether its garbage collection is off",
                    "Look there by hand: sudo ls /data/user/repositories/.sync_in_progress");
        }
        if (!facts.garbageOff().get()) {
            return CheckDetail.good("on");
        }
        boolean alive = isRunActive() || markers.judge().stream().anyMatch(verdict -> !verdict.stale());
        return alive
                ? CheckDetail.good("off, while a run is alive")
                : CheckDetail.doubtful(
                        "off on " + facts.host()
                                + ", and no run of this volume is alive: a killed run may have left it so",
                        "Where no other backup host is running a backup, turn it on: ghe-keeper markers --clear");
    }

    CheckDetail lastGood() {
        Optional<Run> good = history.get().reliance().lastGood();
        if (good.isEmpty()) {
            return CheckDetail.doubtful("there is none", "Take one with: ghe-keeper backup");
        }
        Run run = good.get();
        Duration age = Duration.between(run.begin(), clock.instant());
        String what = run.snapshot().orElse("a snapshot") + " by " + run.id() + ", " + Durations.ago(age);
        return age.compareTo(maxAge) <= 0
                ? CheckDetail.good(what)
                : CheckDetail.doubtful(
                        what + ", longer than status.max-age (" + Durations.exact(maxAge) + ")",
                        "See why the runs since then were no success: ghe-keeper runs");
    }

    /** Of the runs since the last good one. */
    CheckDetail suspects() {
        String from = history.get().reliance().lastGood().map(Run::id).orElse("");
        List<String> suspects = journal.newest(NEWEST).readable().stream()
                .filter(run -> run.isSuspect() && run.id().compareTo(from) > 0)
                .map(run -> run.snapshot().orElse("a snapshot") + " by " + run.id())
                .toList();
        return suspects.isEmpty()
                ? CheckDetail.good("none since the last good backup")
                : new CheckDetail(
                        suspects.get(0),
                        Optional.of("See what is missing with: ghe-keeper status"),
                        suspects.subList(1, suspects.size()));
    }
}
