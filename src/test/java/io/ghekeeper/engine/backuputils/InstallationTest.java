package io.ghekeeper.engine.backuputils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.release.ReleaseSettings;
import io.ghekeeper.release.ReleaseTable;
import io.ghekeeper.release.ReleaseTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InstallationTest {
    @TempDir
    private Path folder;

    private Path home;
    private Path bin;

    @BeforeEach
    void install() throws IOException {
        home = folder.resolve("backup-utils");
        bin = Files.createDirectory(folder.resolve("bin"));
        program(home.resolve("bin/ghe-backup"));
        version("3.12.1\n");
        for (Requirement required : Requirement.of(Map.of())) {
            program(bin.resolve(required.program()));
        }
    }

    private static void program(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    private void version(String text) throws IOException {
        Path file = home.resolve("share/github-backup-utils/version");
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Installation installation() {
        return installation(Optional.empty(), Map.of());
    }

    private Installation installation(Optional<String> version, Map<String, String> options) {
        return new Installation(
                new EngineSettings(home, version, 10, options, Duration.ofSeconds(5)), folder + "/nothing::" + bin);
    }

    @Test
    void aWholeInstallationIsWell() {
        assertThat(installation().program()).isEqualTo(home.resolve("bin/ghe-backup"));
        assertThat(installation().release()).hasToString("3.12.1");
        assertThat(installation().requirePrograms()).isEqualTo("all 14 that backup-utils needs are there");
    }

    @Test
    void withoutItsProgramItIsMissing() throws IOException {
        Files.delete(home.resolve("bin/ghe-backup"));

        assertRefused(installation()::program, FailureKind.ENGINE_MISSING, failure -> {
            assertThat(failure).hasMessageContaining("there is no executable " + home.resolve("bin/ghe-backup"));
            assertThat(failure.hint()).contains("engine.home");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"bc", "ps", "git", "ssh-keygen"})
    void aProgramThatIsMissingIsNamedWithItsPackage(String name) throws IOException {
        Files.delete(bin.resolve(name));
        String debianPackage = Map.of("bc", "bc", "ps", "procps", "git", "git", "ssh-keygen", "openssh-client")
                .get(name);

        assertRefused(installation()::requirePrograms, FailureKind.ENGINE_TOOL_MISSING, failure -> {
            assertThat(failure).hasMessageContaining("backup-utils needs " + name + ", not found on its PATH");
            assertThat(failure.hint()).endsWith("apt-get install " + debianPackage);
        });
    }

    @Test
    void allMissingProgramsAreNamedAtOnceAndEachPackageOnce() throws IOException {
        Files.delete(bin.resolve("jq"));
        Files.delete(bin.resolve("ssh"));
        Files.delete(bin.resolve("ssh-keygen"));

        assertRefused(installation()::requirePrograms, FailureKind.ENGINE_TOOL_MISSING, failure -> {
            assertThat(failure).hasMessageContaining("ssh, ssh-keygen, jq");
            assertThat(failure.hint()).endsWith("apt-get install openssh-client jq");
        });
    }

    /** A pod can run as a user of any number. */
    @Test
    void aUserWithoutANameIsReportedBecauseSshDoesNotRunForIt() {
        assertRefused(() -> Installation.requireUserName("?"), FailureKind.ENGINE_TOOL_MISSING, failure -> {
            assertThat(failure).hasMessageContaining("ssh does not run");
            assertThat(failure.hint()).contains("999");
        });
        Installation.requireUserName("ghe-keeper");
    }

    @Test
    void aFileThatCannotBeRunIsNoProgram() throws IOException {
        Files.setPosixFilePermissions(bin.resolve("jq"), PosixFilePermissions.fromString("rw-------"));

        assertRefused(
                installation()::requirePrograms,
                FailureKind.ENGINE_TOOL_MISSING,
                failure -> assertThat(failure).hasMessageContaining("jq"));
    }

    @Test
    void whatOnlyParallelWorkNeedsIsAskedForOnlyThen() {
        Installation parallel = installation(Optional.empty(), Map.of("GHE_PARALLEL_ENABLED", "yes"));

        assertRefused(parallel::requirePrograms, FailureKind.ENGINE_TOOL_MISSING, failure -> {
            assertThat(failure).hasMessageContaining("needs gawk, not");
            assertThat(failure.hint()).endsWith("gawk");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n3.12.1\n",
                "none",
                "3",
                "$(reboot)",
                "3.11.03.14.0\n",
                "3.11.0\n3.14.0\n",
                " 3.12.1\n",
                "3.12.1\n\n\n                                                                    x"
            })
    void aVersionFileThatNamesNoReleaseIsNotGuessed(String text) throws IOException {
        version(text);

        assertThat(installation().sent()).isEmpty();
        assertRefused(installation()::release, FailureKind.ENGINE_MISSING, failure -> {
            assertThat(failure).hasMessageContaining("version names no release of backup-utils");
            assertThat(failure.hint()).contains("engine.version");
        });
    }

    @Test
    void theConfiguredReleaseWins() {
        assertThat(installation(Optional.of("3.13.0"), Map.of()).release().feature())
                .isEqualTo("3.13");
    }

    @Test
    void whatIsSentIsTheFilesReleaseAndADifferenceIsDoubted() throws IOException {
        Installation other = installation(Optional.of("3.13.0"), Map.of());

        assertThat(other.sent()).contains("3.12.1");
        assertThat(other.doubt())
                .hasValueSatisfying(doubt -> assertThat(doubt)
                        .contains("engine.version is 3.13.0", home + "/share/github-backup-utils/version says 3.12.1"));
        version("3.13.0");
        assertThat(other.sent()).contains("3.13.0");
        assertThat(other.doubt()).isEmpty();
        version("");
        assertThat(other.doubt()).hasValueSatisfying(doubt -> assertThat(doubt).contains("says no release"));
        assertThat(installation().doubt()).isEmpty();
    }

    @Test
    void aRefusalOfTheApplianceCountsAlthoughTheNumbersFit() {
        assertRefused(
                () -> installation().requireFit("3.12.0", Optional.of("'too old'")),
                FailureKind.ENGINE_UNFIT,
                failure -> assertThat(failure)
                        .hasMessageContaining("release 3.12.0 refuses backup-utils 3.12.1")
                        .hasMessageEndingWith("it answered 'too old'"));
    }

    @ParameterizedTest
    @CsvSource({"3.12.1, 3.12.0", "3.12.1, 3.11.9", "3.12.1, 3.10.0", "3.12.0, 3.12.7", "v3.14.0, 3.12.1.rc1"})
    void theSameFeatureReleaseOrUpToTwoNewerFits(String engine, String appliance) throws IOException {
        version(engine);

        assertThatCode(() -> installation().requireFit(appliance, Optional.empty()))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "3.20.4, Install backup-utils 3.20 to 3.21;",
        "3.21.6, Install backup-utils 3.21;",
        "3.22.1, Move the backup to the Backup Service of the appliance:",
        "3.24.0, Move the backup to the Backup Service of the appliance:",
        "4.11.0, Install backup-utils of the appliance's release;"
    })
    void theHintNamesNoReleaseOfBackupUtilsThatIsNotThere(String appliance, String hint) throws IOException {
        version("3.12.1");

        assertRefused(
                () -> installation().requireFit(appliance, Optional.empty()),
                FailureKind.ENGINE_UNFIT,
                failure -> assertThat(failure.hint()).startsWith(hint));
    }

    @ParameterizedTest
    @CsvSource({"3.12.1, 3.13.0", "3.12.1, 3.9.0", "4.0.0, 3.12.0", "3.12.0, 4.11.0"})
    void anyOtherDoesNotFit(String engine, String appliance) throws IOException {
        version(engine);

        assertRefused(
                () -> installation().requireFit(appliance, Optional.empty()), FailureKind.ENGINE_UNFIT, failure -> {
                    assertThat(failure).hasMessageContaining("backup-utils " + engine);
                    assertThat(failure).hasMessageContaining("the appliance's release " + appliance);
                    assertThat(failure.hint()).contains("engine.version");
                });
    }

    @Test
    void theReleaseToInstallIsNamed() {
        assertRefused(
                () -> installation().requireFit("3.13.2", Optional.empty()),
                FailureKind.ENGINE_UNFIT,
                failure -> assertThat(failure.hint()).contains("Install backup-utils 3.13 to 3.15"));
    }

    @Test
    void theHintGoesByTheTableThatIsGiven() throws IOException {
        version("3.12.1");
        Path file = Files.writeString(home.resolve("releases.csv"), """
                table,2027-03-01
                release,available,support ends,backup-utils,backup service
                3.22,2026-09-08,2027-08-25,3.22.4,ga
                """);
        ReleaseTable newer = new ReleaseTables(new ReleaseSettings(Optional.of(file))).table();

        assertRefused(
                () -> new Installation(
                                new EngineSettings(home, Optional.empty(), 10, Map.of(), Duration.ofSeconds(5)),
                                "",
                                newer)
                        .requireFit("3.22.1", Optional.empty()),
                FailureKind.ENGINE_UNFIT,
                failure -> assertThat(failure.hint()).startsWith("Install backup-utils 3.22;"));
    }

    private static void assertRefused(ThrowingCallable call, FailureKind kind, Consumer<Failure> more) {
        assertThatThrownBy(call).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(kind);
            more.accept(failure);
        });
    }
}
