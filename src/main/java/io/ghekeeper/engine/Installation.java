package io.ghekeeper.engine;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.release.Release;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The backup-utils that is installed here, and the programs around it. */
public final class Installation {
    private static final int LONGEST_VERSION = 64;

    private final EngineSettings settings;
    private final String searchPath;

    /** @param searchPath the PATH on which backup-utils finds ssh, rsync and the rest */
    @SuppressWarnings("MissingSummary")
    public Installation(EngineSettings settings, String searchPath) {
        this.settings = settings;
        this.searchPath = searchPath;
    }

    /**
     * The program that takes backups.
     *
     * @throws Failure ENGINE_MISSING
     */
    public Path program() {
        return program("ghe-backup");
    }

    /**
     * The program that restores.
     *
     * @throws Failure ENGINE_MISSING
     */
    public Path restoreProgram() {
        return program("ghe-restore");
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
    public Release release() {
        Path file = versionFile();
        return settings.version()
                .or(() -> firstLine(file))
                .flatMap(Release::read)
                .orElseThrow(
                        () -> new Failure(
                                FailureKind.ENGINE_MISSING,
                                file + " names no release of backup-utils",
                                "Set engine.version to the release that is installed, or engine.home to a whole backup-utils."));
    }

    /**
     * Whether all programs that it calls here are on its search path, and ssh runs for this user.
     *
     * @return how many there are
     * @throws Failure ENGINE_TOOL_MISSING with all that are not
     */
    public int requirePrograms() {
        requireUserName(System.getProperty("user.name"));
        List<Requirement> all = Requirement.of(settings.options());
        List<Requirement> missing =
                all.stream().filter(program -> !isThere(program.program())).toList();
        if (missing.isEmpty()) {
            return all.size();
        }
        String names = missing.stream().map(Requirement::program).collect(Collectors.joining(", "));
        String packages =
                missing.stream().map(Requirement::debianPackage).distinct().collect(Collectors.joining(" "));
        throw new Failure(
                FailureKind.ENGINE_TOOL_MISSING,
                "backup-utils needs " + names + ", not found on its PATH " + searchPath,
                "Install " + (missing.size() == 1 ? "it" : "them") + ", on Debian with: apt-get install " + packages);
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
     * Whether it can back up an appliance of this release: it must be of the same feature release, or up to two newer.
     *
     * @throws Failure ENGINE_UNFIT
     */
    public void requireFit(String applianceVersion) {
        Release own = release();
        Optional<Release> appliance = Release.read(applianceVersion);
        if (appliance.filter(own::fits).isPresent()) {
            return;
        }
        String said = settings.version().isPresent()
                ? "engine.version"
                : versionFile().toString();
        throw new Failure(
                FailureKind.ENGINE_UNFIT,
                "backup-utils " + own + " (from " + said + ") does not fit the appliance's release " + applianceVersion,
                "Install backup-utils " + appliance.map(Installation::fitting).orElse("of the appliance's release")
                        + "; where that is installed, say so with engine.version.");
    }

    private static String fitting(Release appliance) {
        return appliance.feature() + " to " + appliance.major() + "." + (appliance.minor() + Release.AHEAD);
    }

    private boolean isThere(String program) {
        // An empty element stands for the working directory, which backup-utils changes.
        return Stream.of(searchPath.split(":", -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder).resolve(program))
                .anyMatch(file -> Files.isRegularFile(file) && Files.isExecutable(file));
    }

    private Path versionFile() {
        return settings.home().resolve("share/github-backup-utils/version");
    }

    private static Optional<String> firstLine(Path file) {
        try (var stream = Files.newInputStream(file)) {
            return new String(stream.readNBytes(LONGEST_VERSION), StandardCharsets.US_ASCII)
                    .lines()
                    .findFirst();
        } catch (IOException none) {
            return Optional.empty();
        }
    }
}
