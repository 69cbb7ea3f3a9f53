package io.ghekeeper.cli;

import io.ghekeeper.restore.RestoreOptions;
import io.ghekeeper.text.PlainText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** The target of a restore, and the options that choose what it does there. */
final class RestoreChoice {
    @Parameters(paramLabel = "HOST", arity = "0..1", description = "The target: name or IPv4 address, without a port.")
    private String host;

    @Mixin
    private SnapshotChoice snapshot;

    @Option(
            names = "--with-settings",
            description = "The snapshot's settings and licence replace the target's. A new appliance always gets them.")
    private boolean withSettings;

    @Option(names = "--skip-mysql", description = "Leave the database alone: only for one outside the appliance.")
    private boolean skipMysql;

    @Option(
            names = "--option",
            paramLabel = "NAME=VALUE",
            description = "A variable of the engine for this restore, as GHE_RESTORE_SKIP_AUDIT_LOGS=yes.")
    private Map<String, String> variables = new LinkedHashMap<>();

    @Option(names = "--maintenance", description = "Set maintenance mode on the target where it is not set.")
    private boolean maintenance;

    @Option(names = "--lift-maintenance", description = "Lift it after success; else it stays.")
    private boolean liftMaintenance;

    @Option(names = "--overwrite-production", description = "The target may be the appliance that is backed up.")
    private boolean overwriteProduction;

    boolean hasHost() {
        return host != null;
    }

    /** Whether an option was set. */
    boolean isMade() {
        return withSettings
                || skipMysql
                || snapshot.acceptSuspect()
                || snapshot.fromArchive()
                || maintenance
                || liftMaintenance
                || overwriteProduction
                || !variables.isEmpty()
                || !snapshot.snapshot().equals(RestoreOptions.LATEST);
    }

    /**
     * The choice.
     *
     * @throws ParameterException for a host or an engine's variable that is refused
     */
    RestoreOptions options(CommandSpec spec) {
        HostArgument.require(Objects.requireNonNullElse(host, ""), spec);
        variables.forEach((name, value) -> EngineAssembly.refusedOption(name, value)
                .ifPresent(why -> {
                    throw new ParameterException(
                            spec.commandLine(), "--option " + PlainText.of(name) + " is refused: " + why);
                }));
        return new RestoreOptions(
                host,
                snapshot.snapshot(),
                withSettings,
                skipMysql,
                snapshot.acceptSuspect(),
                maintenance,
                liftMaintenance,
                overwriteProduction,
                snapshot.fromArchive(),
                variables);
    }

    /** The arguments of {@code restore} that make the same choice again. */
    static List<String> restoreArguments(RestoreOptions options) {
        List<String> arguments = new ArrayList<>(List.of("restore", options.host()));
        arguments.addAll(SnapshotChoice.arguments(options));
        flag(arguments, "--with-settings", options.withSettings());
        flag(arguments, "--skip-mysql", options.skipMysql());
        flag(arguments, "--maintenance", options.setMaintenance());
        flag(arguments, "--lift-maintenance", options.liftMaintenance());
        flag(arguments, "--overwrite-production", options.overwriteProduction());
        options.options().forEach((name, value) -> arguments.addAll(List.of("--option", name + "=" + value)));
        return arguments;
    }

    private static void flag(List<String> arguments, String name, boolean set) {
        if (set) {
            arguments.add(name);
        }
    }
}
