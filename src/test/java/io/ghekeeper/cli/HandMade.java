package io.ghekeeper.cli;

import io.ghekeeper.config.ConfigurationReader;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.lab.Deployment;
import java.time.Clock;

/** The parts of a deployment's keeper, in the test's own process: for runs that no engine makes. */
final class HandMade {
    private HandMade() {}

    static Keeper keeper(Deployment deployment) {
        World world = new World(System.getenv(), Clock.systemUTC());
        return new Keeper(
                new ConfigurationReader(world.environment())
                        .read(deployment.configuration(), true)
                        .configuration(),
                world);
    }

    static Journal journal(Deployment deployment) {
        return keeper(deployment).journal();
    }
}
