package io.ghekeeper.probe;

import io.ghekeeper.engine.Installation;
import io.ghekeeper.release.Release;

/** Looks at backup-utils and what it needs. */
public final class EngineLooks {
    private final Installation installation;

    public EngineLooks(Installation installation) {
        this.installation = installation;
    }

    Found engine() {
        String program = installation.program().toString();
        Release release = installation.release();
        return Found.good(program + ", release " + release);
    }

    Found programs() {
        return Found.good("all " + installation.requirePrograms() + " that backup-utils needs are there");
    }

    Found fit(String applianceVersion) {
        installation.requireFit(applianceVersion);
        return Found.good(
                "backup-utils " + installation.release() + " can back up an appliance of release " + applianceVersion);
    }
}
