package io.ghekeeper.probe;

import io.ghekeeper.appliance.Appliance;
import io.ghekeeper.appliance.ApplianceSettings;
import io.ghekeeper.appliance.RestoreTarget;
import io.ghekeeper.appliance.TargetFacts;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.key.UnlockedKey;
import java.util.Optional;

/**
 * Checks, before the day of a restore, that a target can be reached from here, shows a known host key and takes the key. The
 * network of a pod or an instance is open to the appliance that is backed up, and seldom to another one.
 */
public final class RestoreTargetCheck {
    private final ApplianceSettings appliance;
    private final Optional<String> named;
    private final Optional<String> drillHost;

    /**
     * A check of the host that was named, or else of the host for drills.
     *
     * @param appliance how a target is reached: port, user and known host keys
     * @param named the host that a person asked about
     * @param drillHost {@code drill.host}
     */
    public RestoreTargetCheck(ApplianceSettings appliance, Optional<String> named, Optional<String> drillHost) {
        this.appliance = appliance;
        this.named = named;
        this.drillHost = drillHost;
    }

    /**
     * Checks it.
     *
     * @param key for the login; without one, only the port is tried
     * @param client the release that backup-utils sends
     * @throws Failure for a host that a person asked about; a host for drills may be off between them
     */
    CheckDetail check(Optional<UnlockedKey> key, Optional<String> client) {
        if (named.isPresent()) {
            return reached(named.get(), key, client);
        }
        if (drillHost.isEmpty()) {
            return CheckDetail.good(
                    "none is set in drill.host; check another one with: ghe-keeper doctor --target HOST");
        }
        try {
            return reached(drillHost.get(), key, client);
        } catch (Failure failure) {
            return CheckDetail.doubtful("drill.host: " + failure.getMessage(), failure.hint());
        }
    }

    private CheckDetail reached(String host, Optional<UnlockedKey> key, Optional<String> client) {
        if (key.isEmpty()) {
            Appliance.named(appliance.at(host)).openPort();
            return CheckDetail.doubtful(
                    host + " port " + appliance.port() + " is open; the login was not tried without a key",
                    "Repair the key first: see the check 'key'.");
        }
        TargetFacts facts = new RestoreTarget(appliance.at(host), client).facts(key.get());
        return CheckDetail.good(host + " takes the key, GHES " + facts.version().orElse("of an unknown release")
                + (facts.configured() ? ", set up" : ", new") + (facts.maintenance() ? ", in maintenance mode" : ""));
    }
}
