package io.ghekeeper.engine.backuputils;

import io.ghekeeper.engine.BackupRequest;
import io.ghekeeper.engine.Origin;
import io.ghekeeper.engine.RestoreRequest;
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

    /** Where there are no host keys that restores brought. */
    private static final Path NONE = Path.of("/dev/null");

    private final EngineSettings settings;
    private final String path;

    EngineEnvironment(EngineSettings settings, String path) {
        this.settings = settings;
        this.path = path;
    }

    /** For a backup. */
    Map<String, String> of(Origin origin, BackupRequest request, EngineProgram.EngineFiles place) {
        Map<String, String> variables =
                common(origin, settings.options(), request.runId(), request.key(), request.output(), place);
        variables.put("GHE_SNAPSHOT_TIMESTAMP", request.snapshotId());
        variables.put("GHE_NUM_SNAPSHOTS", Integer.toString(request.pruning().keep(settings.keepSnapshots())));
        if (!request.pruning().allowed()) {
            variables.put("GHE_PRUNING_SCHEDULED", "yes");
        }
        return variables;
    }

    /**
     * For a restore: its arguments alone say what is restored and to where, so that no variable may say it, too; and no
     * process of it may carry the id of a snapshot that is being written.
     */
    Map<String, String> of(RestoreRequest request, EngineProgram.EngineFiles place) {
        Map<String, String> variables = common(
                request.target(), options(settings, request), request.runId(), request.key(), request.output(), place);
        // Else each step writes its time into the snapshot, and a restore ends half-way when the volume is full. The
        // same
        // times are in its verbose log.
        variables.put("BM_FILE_PATH", place.temporary().resolve("benchmark.log").toString());
        return variables;
    }

    /** What the user adds for a restore. */
    static Map<String, String> options(EngineSettings settings, RestoreRequest request) {
        Map<String, String> options = new LinkedHashMap<>(settings.options());
        options.putAll(request.options());
        options.keySet()
                .removeIf(name -> name.startsWith("GHE_SNAPSHOT_")
                        || (name.startsWith("GHE_RESTORE_") && !EngineOptions.isOfARestore(name)));
        return options;
    }

    /** The name of a host that is passed to backup-utils: never with a port. */
    static String hostName(Origin host) {
        return host.user().equals(ENGINE_USER) ? host.host() : host.user() + "@" + host.host();
    }

    private Map<String, String> common(
            Origin host,
            Map<String, String> options,
            String runId,
            Path key,
            Path output,
            EngineProgram.EngineFiles place) {
        Map<String, String> variables = new LinkedHashMap<>();
        // Off by default in 3.16: repositories that the appliance lists and does not have are passed over silently
        // then.
        variables.put("GHE_ROUTE_VERIFICATION", "true");
        variables.putAll(options);
        variables.put("PATH", path);
        variables.put("LC_ALL", "C");
        // Local times go into file names; they must not jump twice a year.
        variables.put("TZ", "UTC");
        variables.put("TMPDIR", place.temporary().toString());
        variables.put(RunProcesses.VARIABLE, runId);
        variables.put("GHE_BACKUP_CONFIG", place.configuration().toString());
        variables.put("GHE_HOSTNAME", hostName(host));
        // Else what it says in verbose mode goes to standard output, and into every dump that comes by that way: a line
        // of it stands behind the end of redis.rdb then (seen in 3.12).
        variables.put("GHE_VERBOSE_LOG", output.toString());
        variables.put("GHE_DATA_DIR", host.dataDirectory().toString());
        variables.put("GHE_CREATE_DATA_DIR", "no");
        variables.put("GHE_EXTRA_SSH_OPTS", sshOptions(host, options, key, place));
        return variables;
    }

    /**
     * ssh keeps the first value of an option, so ours stand before the user's, and what the user may choose behind them. It
     * takes the lines of both files of known hosts together, and one that is missing for an empty one. Of several files
     * for its messages it takes the last.
     */
    private static String sshOptions(
            Origin host, Map<String, String> others, Path key, EngineProgram.EngineFiles place) {
        List<String> options = List.of(
                "-F /dev/null",
                "-i " + key,
                "-o IdentitiesOnly=yes",
                "-o IdentityAgent=none",
                "-o BatchMode=yes",
                "-o StrictHostKeyChecking=yes",
                "-o UserKnownHostsFile=" + host.knownHosts(),
                "-o GlobalKnownHostsFile=" + host.restoredHosts().orElse(NONE),
                "-o UpdateHostKeys=no",
                "-o ConnectTimeout=10",
                "-o ServerAliveInterval=10",
                "-o ServerAliveCountMax=3");
        String port = host.port() == ENGINE_PORT ? "" : " -p " + host.port();
        String extra = others.getOrDefault("GHE_EXTRA_SSH_OPTS", "");
        String messages = "-o LogLevel=VERBOSE -E " + place.sshMessages();
        return (String.join(" ", options) + port + " " + extra).strip() + " " + messages;
    }
}
