package io.ghekeeper.probe;

import io.ghekeeper.appliance.ApplianceFacts;
import io.ghekeeper.appliance.Negotiation;
import io.ghekeeper.engine.InstalledEngine;
import io.ghekeeper.release.Release;
import java.util.Optional;

/** Checks the engine and what it needs. */
public final class EngineChecks {
    private final InstalledEngine installation;

    public EngineChecks(InstalledEngine installation) {
        this.installation = installation;
    }

    CheckDetail engine() {
        String program = installation.requireBackups();
        Release release = installation.release();
        return installation
                .doubt()
                .map(doubt ->
                        CheckDetail.doubtful(program + ", release " + release + ": " + doubt, installation.cure()))
                .orElseGet(() -> CheckDetail.good(program + ", release " + release));
    }

    CheckDetail programs() {
        return CheckDetail.good(installation.requirePrograms());
    }

    /** How a run is kept apart from those of other keepers on this machine. */
    CheckDetail tmp() {
        InstalledEngine.Isolation isolation = installation.isolation();
        return new CheckDetail(isolation.words(), Optional.empty(), isolation.obstacles());
    }

    /** The release by which the appliance is asked. */
    Optional<String> sent() {
        return installation.sent();
    }

    CheckDetail fit(ApplianceFacts facts) {
        String version = facts.requirePrimary();
        Negotiation negotiation = facts.negotiation();
        installation.requireFit(version, negotiation.refusal());
        String fits =
                installation.name() + " " + installation.release() + " can back up an appliance of release " + version;
        return negotiation
                .open()
                .map(why -> CheckDetail.doubtful(
                        fits + " by its number; whether " + facts.host() + " accepts it is unknown: " + why,
                        "Try it with: ghe-keeper backup"))
                .orElseGet(() -> CheckDetail.good(fits));
    }
}
