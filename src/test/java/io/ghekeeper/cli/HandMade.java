package io.ghekeeper.cli;

import io.ghekeeper.config.ConfigurationReader;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.Run;
import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.FakeKms;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The parts of a deployment's keeper, in the test's own process: for runs that no engine makes. */
final class HandMade {
    private HandMade() {}

    static Keeper keeper(Deployment deployment) {
        return keeper(deployment, new LocalDisk());
    }

    static Keeper keeper(Deployment deployment, Disk disk) {
        return keeper(deployment, disk, Clock.systemUTC());
    }

    static Keeper keeper(Deployment deployment, Clock clock) {
        return keeper(deployment, new LocalDisk(), clock);
    }

    private static Keeper keeper(Deployment deployment, Disk disk, Clock clock) {
        Environment world = new Environment(System.getenv(), clock);
        return new Keeper(
                new ConfigurationReader(world.environment())
                        .read(deployment.configuration(), true)
                        .configuration(),
                world,
                disk,
                run -> {});
    }

    static Journal journal(Deployment deployment) {
        return keeper(deployment).core().journal();
    }

    /** The same an hour ago: what is recorded there comes before all that is recorded now. */
    static Journal pastJournal(Deployment deployment) {
        return keeper(deployment, Clock.offset(Clock.systemUTC(), Duration.ofHours(-1)))
                .core()
                .journal();
    }

    /** Takes a good backup, and returns its snapshot. */
    static String backUp(Deployment deployment) {
        return keeper(deployment).runs().backup().run(Run.Cause.HAND).snapshot().orElseThrow();
    }

    /** Takes, seals and archives one, and returns it. */
    static String archive(Deployment deployment) {
        return archive(deployment, backUp(deployment));
    }

    /** Seals and archives a snapshot, and returns it. */
    static String archive(Deployment deployment, String snapshot) {
        Keeper keeper = keeper(deployment);
        keeper.seals().run().run(Run.Cause.HAND, Optional.empty(), snapshot);
        keeper.archive().run(false).run(Run.Cause.HAND, Optional.empty(), snapshot);
        return snapshot;
    }

    /** Writes an identity that KMS encrypted, and returns its recipient. */
    static String identity(Deployment deployment, FakeKms kms, Path file) throws IOException {
        Deployment.Result made = Typed.with(
                Map.of("GHE_KEEPER_KMS_ENDPOINT", kms.endpoint().toString()),
                deployment,
                "archive",
                "keygen",
                "--kms",
                FakeKms.KEY_ID);
        Files.writeString(file, made.out());
        return made.err()
                .lines()
                .filter(line -> line.startsWith("age1"))
                .findFirst()
                .orElseThrow();
    }
}
