package io.ghekeeper.cli;

import io.ghekeeper.journal.RestoreEvent;
import io.ghekeeper.journal.Run;
import io.ghekeeper.lab.Deployment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What has to hold of restores that are struck down. Their engine brings the snapshot's uuid to the target, last of all. */
final class RestorePromises {
    private static final String TARGETS_UUID = "11111111-2222-4333-8444-555555555555";

    private final Deployment deployment;
    private Set<String> past = Set.of();

    RestorePromises(Deployment deployment) throws IOException {
        this.deployment = deployment;
        deployment.target().files().maintenance(true);
        HandMade.journal(deployment).createDirectories();
        plant();
    }

    /** The target is as before any restore. */
    void plant() throws IOException {
        deployment.target().files().uuid(TARGETS_UUID);
        Path left =
                Files.writeString(deployment.state().resolve("starting-left.log"), "of a process that was killed\n");
        Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        past = runs();
    }

    /** The next restore works, and what was struck is closed, and called no more than it was. */
    void theNextOne(Keeper keeper, List<String> broken) throws IOException {
        boolean restored =
                !uuid(deployment.target().files().at("/data/user/common/uuid")).equals(TARGETS_UUID);
        Set<String> before = runs();
        try {
            CrashJob.RESTORE.run(keeper);
            restoresSince(keeper, before)
                    .filter(run -> !run.isProof())
                    .forEach(run -> broken.add("3: the next restore is not proven: " + run.id()));
        } catch (RuntimeException e) {
            broken.add("3: the next restore fails: " + e);
        }
        if (Files.exists(deployment.state().resolve("starting-left.log"))) {
            broken.add("2: an old log of a start is left");
        }
        restoresSince(keeper, past).filter(run -> before.contains(run.id())).forEach(struck -> {
            if (struck.isOpen()) {
                broken.add("2: the restore stays open: " + struck.id());
            }
            if (!restored
                    && (struck.isProof()
                            || struck.last(RestoreEvent.RestoreDone.class).isPresent())) {
                broken.add("1: called restored, and is not: " + struck.id());
            }
        });
    }

    private Stream<Run> restoresSince(Keeper keeper, Set<String> known) {
        return keeper.core().journal().restores().filter(run -> !known.contains(run.id()));
    }

    private Set<String> runs() {
        return HandMade.journal(deployment).ids().stream().collect(Collectors.toUnmodifiableSet());
    }

    private static String uuid(Path file) throws IOException {
        return Files.readString(file).strip();
    }
}
