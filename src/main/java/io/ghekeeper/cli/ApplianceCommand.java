package io.ghekeeper.cli;

import io.ghekeeper.appliance.Appliance;
import io.ghekeeper.appliance.ApplianceSettings;
import io.ghekeeper.appliance.HostKey;
import io.ghekeeper.appliance.KnownHosts;
import io.ghekeeper.appliance.RestoredHosts;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ghe-keeper appliance}. */
@Command(name = "appliance", description = "Look at the appliance's host key, and trust it.")
final class ApplianceCommand implements Runnable {
    @ParentCommand
    private RootCommand root;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "trust?");
    }

    @Command(name = "trust", description = "Show the appliance's host key; with --yes, record it in known_hosts.")
    void trust(
            @Parameters(arity = "0..1", paramLabel = "HOST", description = "The appliance (else appliance.host).")
                    String host,
            @Option(names = "--yes", description = "Record it.") boolean yes,
            @Option(names = "--replace", description = "Replace another key of the same type that is recorded.")
                    boolean replace) {
        ApplianceSettings configured = root.configuration().configuration().appliance();
        ApplianceSettings settings = configured.at(Optional.ofNullable(host).orElse(configured.host()));
        Appliance appliance = host == null ? new Appliance(settings) : Appliance.named(settings);
        HostKey shown = appliance.shownHostKey();
        root.print(settings.host() + " port " + settings.port() + " shows " + shown.type() + " " + shown.fingerprint());
        if (!yes) {
            root.print("Compare it with the appliance's own; then record it with --yes, or add this line to "
                    + settings.knownHosts() + ":");
            root.print(shown.line(settings.host(), settings.port()));
            return;
        }
        root.print(recorded(settings, shown, replace));
        RestoredHosts.otherThan(shown, settings)
                .ifPresent(place -> root.print("Another one is believed beside it, which a restore brought: " + place
                        + "; remove that line where it must not be any more."));
    }

    /** In Kubernetes the file is often mounted read-only, which a person cannot change quickly. */
    private String recorded(ApplianceSettings settings, HostKey shown, boolean replace) {
        try {
            boolean changed =
                    new KnownHosts(settings.knownHosts()).pin(settings.host(), settings.port(), shown, replace);
            return (changed ? "recorded in " : "already in ") + settings.knownHosts();
        } catch (Failure unwritable) {
            boolean another = RestoredHosts.otherThan(shown, settings).isPresent();
            if (unwritable.kind() != FailureKind.CONFIGURATION_UNREADABLE || (another && !replace)) {
                throw unwritable;
            }
            root.keeper().core().journal().createDirectories(); // a new volume, before its first run
            Path own = RunAssembly.restoredHosts(root.keeper().core())
                    .pin(settings, shown)
                    .orElseThrow(() -> unwritable);
            return "recorded in " + own + ", because " + unwritable.getMessage();
        }
    }
}
