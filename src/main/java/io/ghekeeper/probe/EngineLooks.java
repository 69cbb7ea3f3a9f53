package io.ghekeeper.probe;

import io.ghekeeper.appliance.ApplianceFacts;
import io.ghekeeper.appliance.Negotiation;
import io.ghekeeper.engine.Installation;
import io.ghekeeper.engine.TmpSeparation;
import io.ghekeeper.release.Release;
import java.util.List;
import java.util.Optional;

/** Looks at backup-utils and what it needs. */
public final class EngineLooks {
    private final Installation installation;
    private final TmpSeparation separation;

    public EngineLooks(Installation installation, TmpSeparation separation) {
        this.installation = installation;
        this.separation = separation;
    }

    Found engine() {
        String program = installation.program().toString();
        Release release = installation.release();
        return installation
                .doubt()
                .map(doubt -> Found.doubtful(program + ", release " + release + ": " + doubt, installation.cure()))
                .orElseGet(() -> Found.good(program + ", release " + release));
    }

    Found programs() {
        int count = installation.requirePrograms();
        String parallel = installation
                .parallel()
                .map(program -> "; parallel is that of moreutils: " + program)
                .orElse("");
        return Found.good("all " + count + " that backup-utils needs are there" + parallel);
    }

    /** How a run is kept apart from those of other keepers on this machine. */
    Found tmp() {
        TmpSeparation.State state = separation.state();
        return switch (state.way()) {
            case OWN_TMP -> Found.good("each run has its own, in a mount name space");
            case OWN_TMP_WITHOUT_ROOT -> Found.good("each run has its own, in a user and a mount name space");
            case LOCK ->
                new Found(
                        "shared: one run at a time of all keepers that use it; the others wait",
                        Optional.empty(),
                        List.of("no run can have its own: " + state.obstacle()));
        };
    }

    /** The release by which the appliance is asked. */
    Optional<String> sent() {
        return installation.sent();
    }

    Found fit(ApplianceFacts facts) {
        String version = facts.requirePrimary();
        Negotiation negotiation = facts.negotiation();
        installation.requireFit(version, negotiation.refusal());
        String fits = "backup-utils " + installation.release() + " can back up an appliance of release " + version;
        return negotiation
                .open()
                .map(why -> Found.doubtful(
                        fits + " by its number; whether " + facts.host() + " accepts it is unknown: " + why,
                        "Try it with: ghe-keeper backup"))
                .orElseGet(() -> Found.good(fits));
    }
}
