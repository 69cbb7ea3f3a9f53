package io.ghekeeper.engine.backuputils;

import io.ghekeeper.engine.InstalledEngine;
import io.ghekeeper.engine.StepId;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.release.FeatureRelease;
import io.ghekeeper.release.Release;
import io.ghekeeper.release.ReleaseTable;
import io.ghekeeper.release.ReleaseTables;
import io.ghekeeper.text.ReleaseText;
import io.ghekeeper.volume.SmallFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The backup-utils that is installed here, and the programs around it. */
public final class Installation implements InstalledEngine {
    private static final int LONGEST_VERSION = 64;

    /** As the shell takes them off when it reads a file's content. */
    private static final Pattern LINE_ENDS = Pattern.compile("\\n+\\z");

    private final EngineSettings settings;
    private final String searchPath;
    private final ReleaseTable table;
    private final TmpSeparation separation;

    /** @param searchPath the PATH on which backup-utils finds ssh, rsync and the rest */
    @SuppressWarnings("MissingSummary")
    public Installation(EngineSettings settings, String searchPath) {
        this(settings, searchPath, ReleaseTables.own());
    }

    /** @param table of the releases that hints name */
    @SuppressWarnings("MissingSummary")
    public Installation(EngineSettings settings, String searchPath, ReleaseTable table) {
        this.settings = settings;
        this.searchPath = searchPath;
        this.table = table;
        this.separation = new TmpSeparation(searchPath);
    }

    @Override
    public String name() {
        return ReleaseTable.ENGINE;
    }

    @Override
    public String requireBackups() {
        return program().toString();
    }

    @Override
    public void requireRestores() {
        restoreProgram();
    }

    @Override
    public Isolation isolation() {
        TmpSeparation.SeparationState state = separation.state();
        return switch (state.way()) {
            case OWN_TMP -> new Isolation("each run has its own, in a mount name space", List.of());
            case OWN_TMP_WITHOUT_ROOT ->
                new Isolation("each run has its own, in a user and a mount name space", List.of());
            case LOCK ->
                new Isolation(
                        "shared: one run at a time of all keepers that use it; the others wait",
                        List.of("no run can have its own: " + state.obstacle()));
        };
    }

    @Override
    public Map<String, String> leftOutOfRestore(Map<String, String> options) {
        return PartsLeftOut.ofRestore(options);
    }

    @Override
    public Optional<String> metadataOfIndicesOnly(Map<String, String> options) {
        return PartsLeftOut.metadataOfIndicesOnly(options);
    }

    @Override
    public Optional<String> keepsConsolePassword(Map<String, String> options) {
        return PartsLeftOut.keepsConsolePassword(options);
    }

    @Override
    public Optional<StepId> step(String title) {
        return StepTitles.find(title);
    }

    @Override
    public boolean isTrouble(String line) {
        return LineKind.of(line).isTrouble();
    }

    @Override
    public ReleaseTable table() {
        return table;
    }

    /**
     * The program that takes backups.
     *
     * @throws Failure ENGINE_MISSING
     */
    Path program() {
        return program("ghe-backup");
    }

    /**
     * The program that restores.
     *
     * @throws Failure ENGINE_MISSING
     */
    Path restoreProgram() {
        return program("ghe-restore");
    }

    @Override
    public Duration stopGrace() {
        return settings.stopGrace();
    }

    @Override
    public Map<String, String> options() {
        return settings.options();
    }

    private Path program(String name) {
        Path program = settings.home().resolve("bin").resolve(name);
        if (!Files.isRegularFile(program) || !Files.isExecutable(program)) {
            throw new Failure(
                    FailureKind.ENGINE_MISSING,
                    "there is no executable " + program,
                    "Set engine.home to the folder of backup-utils that holds bin/" + name + ".");
        }
        return program;
    }

    /**
     * Its release: {@code engine.version}, or what its own version file says.
     *
     * @throws Failure ENGINE_MISSING where neither names one
     */
    @Override
    public Release release() {
        return settings.version()
                .or(this::sent)
                .flatMap(Release::read)
                .orElseThrow(
                        () -> new Failure(
                                FailureKind.ENGINE_MISSING,
                                versionFile() + " names no release of backup-utils",
                                "Set engine.version to the release that is installed, or engine.home to a whole backup-utils."));
    }

    /**
     * The release that backup-utils sends to the appliance: what its own version file holds, whatever
     * {@code engine.version} says (seen in 3.11 and 3.12). Read each time, for the engine may be replaced meanwhile.
     *
     * @return nothing where that file is missing, or holds more or other than one release
     */
    @Override
    public Optional<String> sent() {
        try {
            String content = new String(SmallFile.read(versionFile(), LONGEST_VERSION), StandardCharsets.US_ASCII);
            String line = LINE_ENDS.matcher(content).replaceFirst("");
            return ReleaseText.read(line).filter(line::equals);
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    /** What is doubtful about its release; nothing where {@code engine.version} and the version file agree. */
    @Override
    public Optional<String> doubt() {
        Optional<Release> file = sent().flatMap(Release::read);
        Optional<Release> configured =
                settings.version().flatMap(Release::read).filter(set -> !file.equals(Optional.of(set)));
        return configured.map(set -> "engine.version is " + set + ", but " + versionFile() + " says "
                + file.map(Release::text).orElse("no release") + ", and backup-utils sends that one to the appliance");
    }

    /** What to do about {@link #doubt}. */
    @Override
    public String cure() {
        return "Write the release that is installed to " + versionFile() + ", and remove engine.version.";
    }

    /**
     * Whether all programs that it calls here are on its search path, and ssh runs for this user.
     *
     * @return how many there are, and which parallel is used
     * @throws Failure ENGINE_TOOL_MISSING with all that are not
     */
    @Override
    public String requirePrograms() {
        requireUserName(System.getProperty("user.name"));
        List<Requirement> all = Requirement.of(settings.options());
        List<Requirement> missing =
                all.stream().filter(program -> !isThere(program.program())).toList();
        if (missing.isEmpty()) {
            Optional<Path> parallel = parallel();
            return "all " + (all.size() + (parallel.isPresent() ? 1 : 0)) + " that " + name() + " needs are there"
                    + parallel.map(program -> "; parallel is that of moreutils: " + program)
                            .orElse("");
        }
        String names = missing.stream().map(Requirement::program).collect(Collectors.joining(", "));
        String packages =
                missing.stream().map(Requirement::debianPackage).distinct().collect(Collectors.joining(" "));
        throw new Failure(
                FailureKind.ENGINE_TOOL_MISSING,
                "backup-utils needs " + names + ", not found on its PATH " + searchPath,
                "Install " + (missing.size() == 1 ? "it" : "them") + ", on Debian with: apt-get install " + packages);
    }

    /**
     * The parallel program of moreutils, where the options ask for one.
     *
     * @throws Failure ENGINE_TOOL_MISSING where it is missing, or GNU parallel
     */
    Optional<Path> parallel() {
        return Requirement.isParallel(settings.options())
                ? Optional.of(new ParallelProgram(Path.of("/usr/bin"), find("parallel")).require())
                : Optional.empty();
    }

    /** ssh ends at once for a user without a name, as containers may have; backup-utils then calls the appliance down. */
    static void requireUserName(String name) {
        if (name.equals("?")) { // Java's word for a user that /etc/passwd does not have
            throw new Failure(
                    FailureKind.ENGINE_TOOL_MISSING,
                    "ssh does not run for a user whose number has no name in /etc/passwd, and this process is one's",
                    "Run as the user of the image, 999, or give that number a name in /etc/passwd.");
        }
    }

    /**
     * Whether it can back up an appliance of this release: it must be of the same feature release, or up to two newer, and
     * the appliance must not refuse it.
     *
     * @param refusal what the appliance answered where it refused, quoted
     * @throws Failure ENGINE_UNFIT
     */
    @Override
    public void requireFit(String applianceVersion, Optional<String> refusal) {
        Optional<Release> appliance = Release.read(applianceVersion);
        refusal.ifPresent(answer -> {
            throw refused(appliance, applianceVersion, answer);
        });
        Release own = release();
        if (appliance.filter(own::fits).isPresent()) {
            return;
        }
        String source = settings.version().isPresent()
                ? "engine.version"
                : versionFile().toString();
        throw new Failure(
                FailureKind.ENGINE_UNFIT,
                "backup-utils " + own + " (from " + source + ") does not fit the appliance's release "
                        + applianceVersion,
                install(appliance, "; where that is installed, say so with engine.version."));
    }

    private Failure refused(Optional<Release> appliance, String applianceVersion, String answer) {
        return new Failure(
                FailureKind.ENGINE_UNFIT,
                "the appliance's release " + applianceVersion + " refuses backup-utils "
                        + sent().orElse("of no release") + " (from " + versionFile() + "); it answered " + answer,
                install(appliance, "; where that is installed, correct that file: backup-utils sends its content."));
    }

    /** Names only releases of backup-utils that there are. */
    private String install(Optional<Release> appliance, String more) {
        Optional<FeatureRelease> feature = appliance.map(Release::featureRelease);
        if (feature.map(table::served).equals(Optional.of(ReleaseTable.Served.NO))) {
            return "Move the backup to the Backup Service of the appliance: the table of releases of " + table.date()
                    + " has no backup-utils that serves GHES " + feature.get() + ".";
        }
        return "Install backup-utils "
                + feature.filter(release -> table.served(release) == ReleaseTable.Served.YES)
                        .map(release -> ReleaseTable.range(table.serving(release)))
                        .orElse("of the appliance's release")
                + more;
    }

    private boolean isThere(String program) {
        return find(program).isPresent();
    }

    private Optional<Path> find(String program) {
        // An empty element means the working directory, which backup-utils changes.
        return Stream.of(searchPath.split(":", -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder).resolve(program))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    private Path versionFile() {
        return settings.home().resolve("share/github-backup-utils/version");
    }
}
