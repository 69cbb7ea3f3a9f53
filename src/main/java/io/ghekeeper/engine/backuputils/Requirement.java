package io.ghekeeper.engine.backuputils;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A program that backup-utils cannot do without on the machine where it runs.
 *
 * @param debianPackage that brings it
 */
public record Requirement(String program, String debianPackage) {
    /**
     * Looked up in the sources of 3.11.4 and 3.12.1. What it calls on the appliance only (pigz, sponge, nice, ionice) is
     * not among them. {@code ps} and {@code git} are: without the one a live lock is ignored, without the other the
     * connections of different hosts are mixed up.
     */
    private static final List<Requirement> ALWAYS = List.of(
            new Requirement("bash", "bash"),
            new Requirement("git", "git"),
            new Requirement("ssh", "openssh-client"),
            new Requirement("ssh-keygen", "openssh-client"),
            new Requirement("rsync", "rsync"),
            new Requirement("jq", "jq"),
            new Requirement("bc", "bc"),
            new Requirement("awk", "gawk"),
            new Requirement("ps", "procps"),
            new Requirement("find", "findutils"),
            new Requirement("gzip", "gzip"),
            new Requirement("tar", "tar"),
            new Requirement("setsid", "util-linux"),
            new Requirement("flock", "util-linux"));

    /** What its parallel way of working asks for besides. */
    private static final List<Requirement> PARALLEL = List.of(new Requirement("gawk", "gawk"));

    private static final String PARALLEL_OPTION = "GHE_PARALLEL_ENABLED";

    /** Whether its jobs run side by side: then it needs {@link ParallelProgram}, too. */
    static boolean isParallel(Map<String, String> options) {
        return "yes".equals(options.get(PARALLEL_OPTION));
    }

    /** All of them, with these {@code engine.options}. */
    static List<Requirement> of(Map<String, String> options) {
        List<Requirement> all = new ArrayList<>(ALWAYS);
        if (isParallel(options)) {
            all.addAll(PARALLEL);
        }
        return all;
    }
}
