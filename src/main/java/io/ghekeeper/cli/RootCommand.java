package io.ghekeeper.cli;

import io.ghekeeper.aws.KmsSettings;
import io.ghekeeper.config.ConfigurationReader;
import io.ghekeeper.config.LoadedConfiguration;
import io.ghekeeper.journal.Run;
import io.ghekeeper.log.Logs;
import io.ghekeeper.volume.LocalDisk;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code ghe-keeper}: what every command shares. */
@Command(
        name = "ghe-keeper",
        description = "Backs up a GitHub Enterprise Server appliance, and keeps it restorable.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        usageHelpAutoWidth = true)
final class RootCommand implements Runnable {
    /** Above the exit statuses of a command in its help; docs/operations.md has all others. */
    static final String EXIT_STATUSES = "%nExit statuses (all others: docs/operations.md):%n";

    /** Above the example of a command in its help. */
    static final String EXAMPLE = "%nExample:%n";

    /** In the order of the help. */
    private static final List<Class<?>> COMMANDS = List.of(
            SuperviseCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            DrillCommand.class,
            SealCommand.class,
            VerifyCommand.class,
            StatusCommand.class,
            RunsCommand.class,
            LogsCommand.class,
            CancelCommand.class,
            SnapshotsCommand.class,
            ArchiveCommand.class,
            NativeCommand.class,
            RebuildCommand.class,
            RepositoryCommand.class,
            RetentionCommand.class,
            MarkersCommand.class,
            KeyCommand.class,
            ConfigCommand.class,
            ApplianceCommand.class,
            DoctorCommand.class,
            UpgradeCommand.class,
            NotifyCommand.class,
            CompletionCommand.class,
            VersionCommand.class,
            HelpCommand.class,
            InternalCommand.class,
            LoadClassesCommand.class);

    /** Those that read the others. */
    private static final Set<Class<?>> OF_ALL = Set.of(HelpCommand.class, CompletionCommand.class);

    private static final int SENTENCE_INDENT = 2;
    private static final String CONFIG = "--config";

    @Spec
    private CommandSpec spec;

    @Option(
            names = CONFIG,
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "Configuration file (else $$GHE_KEEPER_CONFIG, else /etc/ghe-keeper/ghe-keeper.yaml).")
    private Path config;

    private final Environment world;
    private final CheckedStdout answer;
    private LoadedConfiguration loaded;
    private Screen screen;
    private Keeper keeper;

    /** @param answer where what is printed goes in the end */
    @SuppressWarnings("MissingSummary")
    RootCommand(Environment world, CheckedStdout answer) {
        this.world = world;
        this.answer = answer;
    }

    /**
     * Adds the command that the arguments name, or all of them. Half of the time of a short command is spent on reading
     * what commands there are, so the others are left out where nothing reads them.
     */
    static void addCommands(CommandLine line, String... arguments) {
        Optional<Class<?>> named = named(arguments).filter(type -> !OF_ALL.contains(type));
        COMMANDS.stream().filter(type -> named.isEmpty() || named.get() == type).forEach(line::addSubcommand);
    }

    /** Nothing where the first word is none of them: then the user is shown what there is. */
    private static Optional<Class<?>> named(String... arguments) {
        int word = 0;
        while (word < arguments.length && arguments[word].startsWith(CONFIG)) {
            word += arguments[word].equals(CONFIG) ? 2 : 1;
        }
        String name = word < arguments.length ? arguments[word] : "";
        return COMMANDS.stream()
                .filter(type -> type.getAnnotation(Command.class).name().equals(name))
                .findFirst();
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command?");
    }

    Environment world() {
        return world;
    }

    /** The configuration, from the file that the user named or the default one; it is read once. */
    LoadedConfiguration configuration() {
        if (loaded == null) {
            loaded = configuration(world.environment());
        }
        return loaded;
    }

    /** How AWS is reached. A key is encrypted before there is any appliance to name, so none is asked for. */
    KmsSettings kmsSettings() {
        Map<String, String> environment = new HashMap<>(world.environment());
        environment.put("GHE_KEEPER_APPLIANCE_HOST", "not-asked-for.invalid");
        return configuration(environment).configuration().kms();
    }

    /**
     * Reads it as the next start would, for checks: nothing of this process changes by it.
     *
     * @throws io.ghekeeper.failure.Failure CONFIGURATION_INVALID, CONFIGURATION_UNREADABLE
     */
    void requireReadableConfiguration() {
        read(world.environment());
    }

    private LoadedConfiguration configuration(Map<String, String> environment) {
        LoadedConfiguration loaded = read(environment);
        Logs.configure(loaded.configuration().log());
        return loaded;
    }

    private LoadedConfiguration read(Map<String, String> environment) {
        return new ConfigurationReader(environment)
                .read(effectiveConfigFile(), namedConfigFile().isPresent());
    }

    private Optional<Path> namedConfigFile() {
        return Optional.ofNullable(config)
                .or(() -> Optional.ofNullable(world.environment().get("GHE_KEEPER_CONFIG"))
                        .filter(value -> !value.isBlank())
                        .map(Path::of));
    }

    /** The file that is read, whether or not anybody named it. */
    Path effectiveConfigFile() {
        return namedConfigFile().orElse(ConfigurationReader.DEFAULT_FILE);
    }

    /** The file that was named on the command line; a process of our own finds the others as this one does. */
    Optional<Path> configFile() {
        return Optional.ofNullable(config).map(Path::toAbsolutePath);
    }

    /** The assemblies, made from the configuration. */
    Keeper keeper() {
        if (keeper == null) {
            keeper = keeper(run -> {});
        }
        return keeper;
    }

    /** New assemblies, with an observer that gets each run after each of its changes. */
    Keeper keeper(Consumer<Run> observer) {
        return new Keeper(configuration().configuration(), world, new LocalDisk(), observer);
    }

    /** Where {@link #print} prints. */
    Screen screen() {
        if (screen == null) {
            screen = Screen.ofThisProcess(world.environment());
        }
        return screen;
    }

    /** For what is no lines of text; else {@link #print}. */
    OutputStream answer() {
        return answer;
    }

    /** Prints to standard output, which belongs to what the command answers. */
    void print(String line) {
        CommandLine commandLine = spec.commandLine();
        commandLine.getOut().println(line);
        commandLine.getOut().flush();
    }

    /** Prints a sentence for people, in lines that fit their terminal. A state at its beginning is coloured there. */
    void printSentence(String sentence) {
        String state = sentence.split(":", 2)[0];
        List<String> lines = new ArrayList<>(Paragraph.lines(screen(), "", SENTENCE_INDENT, sentence));
        lines.set(
                0,
                lines.get(0)
                        .replaceFirst(
                                "^" + Pattern.quote(state) + "(?=:)",
                                Matcher.quoteReplacement(screen().styled(StateStyle.of(state), state))));
        lines.forEach(this::print);
    }

    /** Says on standard error what keeps no answer from being given. */
    void warn(String words) {
        new ErrorOutput(spec.commandLine().getErr(), Screen.ofErrors(world.environment()))
                .print("WARNING", ": " + words);
    }
}
