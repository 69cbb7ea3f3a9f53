package io.ghekeeper.probe;

import io.ghekeeper.appliance.ApplianceFacts;
import io.ghekeeper.appliance.Negotiation;
import io.ghekeeper.engine.InstalledEngine;
import io.ghekeeper.release.Release;
import java.util.Optional;

/** Checks the engine and what it needs. */
public final class EngineLooks {
    private final InstalledEngine installation;

    public EngineLooks(InstalledEngine installation) {
        this.installation = installation;
    }

    Found engine() {
        String program = installation.requireBackups();
        Release release = installation.release();
        return installation
                .doubt()
                .map(doubt -> Found.doubtful(program + ", release " + release + ": " + doubt, installation.cure()))
                .orElseGet(() -> Found.good(program + ", release " + release));
    }

    Found programs() {
        return Found.good(installation.requirePrograms());
    }

    /** How a run is kept apart from those of other keepers on this machine. */
    Found tmp() {
        InstalledEngine.Isolation isolation = installation.isolation();
        return new Found(isolation.words(), Optional.empty(), isolation.obstacles());
    }

    /** The release by which the appliance is asked. */
    Optional<String> sent() {
        return installation.sent();
    }

    Found fit(ApplianceFacts facts) {
        String version = facts.requirePrimary();
        Negotiation negotiation = facts.negotiation();
        installation.requireFit(version, negotiation.refusal());
        String fits =
                installation.name() + " " + installation.release() + " can back up an appliance of release " + version;
        return negotiation
                .open()
                .map(why -> Found.doubtful(
                        fits + " by its number; whether " + facts.host() + " accepts it is unknown: " + why,
                        "Try it with: ghe-keeper backup"))
                .orElseGet(() -> Found.good(fits));
    }
}
