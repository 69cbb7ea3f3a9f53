package io.ghekeeper.cli;

import io.ghekeeper.config.Configuration;
import io.ghekeeper.config.EffectiveConfiguration;
import io.ghekeeper.config.SampleFile;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.migrate.EarlierFile;
import io.ghekeeper.migrate.ImportedConfiguration;
import io.ghekeeper.release.ReleaseTables;
import io.ghekeeper.volume.FileSystemCheck;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ghe-keeper config}. */
@Command(name = "config", description = "Check and show the configuration, and import an earlier one.")
final class ConfigCommand implements Runnable {
    private static final Path STANDARD_INPUT = Path.of("-");

    @ParentCommand
    private RootCommand root;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "check, show, sample or import?");
    }

    @Command(name = "check", description = "Say every problem of the configuration at once; exit 0 when there is none.")
    void check() {
        Configuration configuration = root.configuration().configuration();
        new FileSystemCheck(
                        configuration.data().directory(),
                        configuration.journal().directory())
                .require();
        new ReleaseTables(configuration.releases()).table();
        root.print("the configuration is good");
    }

    @Command(name = "show", description = "Print the effective values and where each came from, secrets masked.")
    void show(@Option(names = "--json", description = "As JSON.") boolean json) {
        EffectiveConfiguration effective = root.configuration().effective();
        root.print((json ? effective.toJson() : effective.toYaml()).stripTrailing());
    }

    @Command(
            name = "import",
            description =
                    "Print a configuration file made of an earlier appliance's crontab and backup.config, which are"
                            + " read and never run. What has no counterpart becomes a comment.")
    void importEarlier(
            @Option(
                            names = "--crontab",
                            paramLabel = "FILE",
                            description = "Its cron lines, with or without users; - for standard input.")
                    Path crontab,
            @Option(
                            names = "--backup-config",
                            paramLabel = "FILE",
                            description = "The configuration file of backup-utils; - for standard input.")
                    Path backupConfig) {
        boolean twice = STANDARD_INPUT.equals(crontab) && STANDARD_INPUT.equals(backupConfig);
        if (twice || (crontab == null && backupConfig == null)) {
            String what = twice ? "only one of them can be -" : "give --crontab FILE, --backup-config FILE, or both";
            throw new ParameterException(spec.subcommands().get("import"), what);
        }
        ImportedConfiguration imported = ImportedConfiguration.of(
                Optional.ofNullable(crontab).map(file -> earlier(file, "crontab")),
                Optional.ofNullable(backupConfig).map(file -> earlier(file, "backup.config")));
        root.print(imported.text().stripTrailing());
        imported.missing().forEach(sentence -> root.warn("still missing: " + sentence));
        if (imported.remarks() > 0) {
            root.warn(imported.remarks() + (imported.remarks() == 1 ? " line" : " lines")
                    + " without a whole counterpart: read the comments behind ## in the output");
        }
        if (imported.left() > 0) {
            throw new Failure(
                    FailureKind.IMPORT_INCOMPLETE,
                    "the import is incomplete: lines not taken over: " + imported.left(),
                    "Read the comments behind ## in the output; add the times of backups to schedule.backup.");
        }
    }

    private static EarlierFile earlier(Path file, String name) {
        return file.equals(STANDARD_INPUT)
                ? EarlierFile.read("standard input (" + name + ")", System.in)
                : EarlierFile.read(file);
    }

    @Command(name = "sample", description = "Print a commented configuration file to begin with.")
    void sample() {
        root.print(SampleFile.render().stripTrailing());
    }
}
