package io.ghekeeper.engine;

import io.ghekeeper.process.RunProcesses;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The whole environment that backup-utils sees. Nothing is inherited but the search path: several of its variables, left
 * over in a shell, turn off checks or change what is copied.
 */
final class EngineEnvironment {
    /** The only port that backup-utils believes in; another one reaches it as an ssh option, where it wins. */
    private static final int ENGINE_PORT = 122;

    private static final String ENGINE_USER = "admin";

    private EngineEnvironment() {}

    static Map<String, String> of(
            Origin origin,
            EngineSettings settings,
            BackupRequest request,
            Path configuration,
            Path temporary,
            String path) {
        Map<String, String> variables = new LinkedHashMap<>(settings.options());
        variables.put("PATH", path);
        variables.put("LC_ALL", "C");
        // Local times go into file names; they must not jump twice a year.
        variables.put("TZ", "UTC");
        variables.put("TMPDIR", temporary.toString());
        variables.put(RunProcesses.VARIABLE, request.runId());
        variables.put("GHE_BACKUP_CONFIG", configuration.toString());
        variables.put(
                "GHE_HOSTNAME",
                origin.user().equals(ENGINE_USER) ? origin.host() : origin.user() + "@" + origin.host());
        variables.put("GHE_DATA_DIR", origin.dataDirectory().toString());
        variables.put("GHE_CREATE_DATA_DIR", "no");
        variables.put("GHE_SNAPSHOT_TIMESTAMP", request.snapshotId());
        variables.put("GHE_NUM_SNAPSHOTS", Integer.toString(Math.max(settings.keepSnapshots(), request.keepAtLeast())));
        variables.put("GHE_EXTRA_SSH_OPTS", sshOptions(origin, settings, request.key()));
        return variables;
    }

    /** ssh keeps the first value of an option, so ours stand before the user's. */
    private static String sshOptions(Origin origin, EngineSettings settings, Path key) {
        List<String> options = List.of(
                "-F /dev/null",
                "-i " + key,
                "-o IdentitiesOnly=yes",
                "-o IdentityAgent=none",
                "-o BatchMode=yes",
                "-o StrictHostKeyChecking=yes",
                "-o UserKnownHostsFile=" + origin.knownHosts(),
                "-o GlobalKnownHostsFile=/dev/null",
                "-o UpdateHostKeys=no",
                "-o ConnectTimeout=10",
                "-o ServerAliveInterval=10",
                "-o ServerAliveCountMax=3");
        String port = origin.port() == ENGINE_PORT ? "" : " -p " + origin.port();
        String extra = settings.options().getOrDefault("GHE_EXTRA_SSH_OPTS", "");
        return (String.join(" ", options) + port + " " + extra).strip();
    }
}
