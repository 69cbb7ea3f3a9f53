package io.ghekeeper.restore;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.RestoreEvent;
import io.ghekeeper.journal.Run;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What a person asked for.
 *
 * @param host the target
 * @param snapshot its id, {@link #LATEST}, {@link #PROVEN} or, from the archive, {@link #ONLY_STORED}
 * @param withSettings the snapshot's settings and licence replace the target's
 * @param skipMysql the database is left alone: only for one that lies outside the appliance
 * @param acceptSuspect a snapshot that is suspect or failed its drill is taken all the same
 * @param setMaintenance maintenance mode is set where it is not
 * @param liftMaintenance it is lifted after success
 * @param overwriteProduction the target may be the appliance that is backed up
 * @param fromArchive what the volume lacks of the snapshot is fetched out of the store first
 * @param options further backup-utils variables
 */
public record RestoreOptions(
        String host,
        String snapshot,
        boolean withSettings,
        boolean skipMysql,
        boolean acceptSuspect,
        boolean setMaintenance,
        boolean liftMaintenance,
        boolean overwriteProduction,
        boolean fromArchive,
        Map<String, String> options) {
    /** The last good snapshot that failed no restore or drill. */
    public static final String LATEST = "latest";

    /** The newest snapshot that a restore or drill proved. */
    public static final String PROVEN = "proven";

    /** The newest one of the store that is not whole on the volume, as {@link #LATEST}; where there is none, that. */
    public static final String ONLY_STORED = "only-stored";

    private static final String ACCEPT_SUSPECT = "accept-suspect";
    private static final String FROM_ARCHIVE = "from-archive";
    private static final String OPTION = "option ";

    public RestoreOptions {
        Objects.requireNonNull(host);
        Objects.requireNonNull(snapshot);
        options = Map.copyOf(options);
    }

    /**
     * What a drill does: as little as possible, and maintenance mode if it is off, which has no users to disturb there.
     *
     * @throws Failure CONFIGURATION_INVALID where no scratch appliance is named
     */
    public static RestoreOptions scheduledDrill(DrillSettings settings) {
        return drill(settings, settings.fromArchive() ? ONLY_STORED : LATEST, false)
                .fromArchive(settings.fromArchive());
    }

    /** The same of any snapshot, also of one that is suspect or failed its drill where that is accepted. */
    public static RestoreOptions drill(DrillSettings settings, String snapshot, boolean acceptSuspect) {
        String host = settings.host()
                .orElseThrow(() -> new Failure(
                        FailureKind.CONFIGURATION_INVALID,
                        "there is no scratch appliance to restore to: drill.host is not set",
                        "Set drill.host to an appliance that may be overwritten at any time."));
        return new RestoreOptions(host, snapshot, false, false, acceptSuspect, true, false, false, false, Map.of());
    }

    /**
     * Those of an earlier restore, of the very snapshot that it took.
     *
     * @throws Failure RUN_UNKNOWN where the run is none
     */
    public static RestoreOptions again(Run run) {
        RestoreEvent.Asked asked = run.last(RestoreEvent.Asked.class)
                .filter(event -> run.kind() == Run.Kind.RESTORE)
                .orElseThrow(() -> new Failure(
                        FailureKind.RUN_UNKNOWN,
                        "run " + run.id() + " is no restore whose choices were recorded",
                        "Name the host instead: ghe-keeper restore HOST"));
        RestoreOptions choices = of(asked);
        return run.snapshot().map(choices::of).orElse(choices);
    }

    /** A drill as that one was, of the very snapshot that it took. */
    public static RestoreOptions drillAgain(DrillSettings settings, Run run) {
        Map<String, String> choices = run.last(RestoreEvent.Asked.class)
                .map(RestoreEvent.Asked::choices)
                .orElse(Map.of());
        return drill(settings, run.snapshot().orElse(LATEST), is(choices, ACCEPT_SUSPECT))
                .fromArchive(is(choices, FROM_ARCHIVE));
    }

    /** The same, of this snapshot. */
    public RestoreOptions of(String id) {
        return with(id, fromArchive);
    }

    /** The same, from the archive or from the volume alone. */
    public RestoreOptions fromArchive(boolean archive) {
        return with(snapshot, archive);
    }

    private RestoreOptions with(String id, boolean archive) {
        return new RestoreOptions(
                host,
                id,
                withSettings,
                skipMysql,
                acceptSuspect,
                setMaintenance,
                liftMaintenance,
                overwriteProduction,
                archive,
                options);
    }

    /** As the event of a run has them. */
    Map<String, String> details() {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("host", host);
        details.put("snapshot", snapshot);
        details.put("with-settings", Boolean.toString(withSettings));
        details.put("skip-mysql", Boolean.toString(skipMysql));
        details.put(ACCEPT_SUSPECT, Boolean.toString(acceptSuspect));
        details.put("maintenance", Boolean.toString(setMaintenance));
        details.put("lift-maintenance", Boolean.toString(liftMaintenance));
        details.put("overwrite-production", Boolean.toString(overwriteProduction));
        details.put(FROM_ARCHIVE, Boolean.toString(fromArchive));
        options.forEach((name, value) -> details.put(OPTION + name, value));
        return details;
    }

    /** Reads them back. */
    private static RestoreOptions of(RestoreEvent.Asked asked) {
        Map<String, String> details = asked.choices();
        Map<String, String> options = new LinkedHashMap<>();
        details.forEach((name, value) -> {
            if (name.startsWith(OPTION)) {
                options.put(name.substring(OPTION.length()), value);
            }
        });
        return new RestoreOptions(
                details.getOrDefault("host", ""),
                details.getOrDefault("snapshot", LATEST),
                is(details, "with-settings"),
                is(details, "skip-mysql"),
                is(details, ACCEPT_SUSPECT),
                is(details, "maintenance"),
                is(details, "lift-maintenance"),
                is(details, "overwrite-production"),
                is(details, FROM_ARCHIVE),
                options);
    }

    private static boolean is(Map<String, String> details, String name) {
        return "true".equals(details.get(name));
    }
}
