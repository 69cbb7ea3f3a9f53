package io.ghekeeper.probe;

import io.ghekeeper.appliance.ApplianceFacts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** All that must be right before the engine begins: what is wrong shows now, not after hours of copying. */
public final class Probe {
    private final EngineChecks engine;
    private final VolumeChecks volume;
    private final ApplianceChecks appliance;

    public Probe(EngineChecks engine, VolumeChecks volume, ApplianceChecks appliance) {
        this.engine = engine;
        this.volume = volume;
        this.appliance = appliance;
    }

    /**
     * What can be seen without the key.
     *
     * @return doubts
     * @throws io.ghekeeper.failure.Failure the first thing that is wrong
     */
    public List<String> beforeKey() {
        return doubts(
                List.of(engine::engine, engine::programs, volume::mounted, volume::links, volume::owner, volume::room));
    }

    /**
     * What only the appliance knows, and whether it is the one that is meant.
     *
     * @throws io.ghekeeper.failure.Failure the first thing that is wrong
     */
    public ProbeResult withKey(Path privateKey) {
        ApplianceFacts facts = appliance.login(privateKey, engine.sent());
        return new ProbeResult(
                facts, doubts(List.of(() -> appliance.identity(facts), () -> appliance.seenOtherTool(facts))));
    }

    /**
     * Whether backup-utils fits it. Apart from the rest, so that a run records the release of an appliance that it does not
     * fit.
     *
     * @return doubts
     * @throws io.ghekeeper.failure.Failure ENGINE_UNFIT
     */
    public List<String> fit(ApplianceFacts facts) {
        return doubts(List.of(() -> engine.fit(facts)));
    }

    /** The appliance as it answered, and doubts about it. */
    public record ProbeResult(ApplianceFacts appliance, List<String> doubts) {}

    private static List<String> doubts(List<CheckDetail.CheckBody> looks) {
        List<String> doubts = new ArrayList<>();
        for (CheckDetail.CheckBody look : looks) {
            CheckDetail found = look.look();
            found.hint().ifPresent(hint -> doubts.add(found.what() + "; " + hint));
        }
        return doubts;
    }
}
