package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.lab.TestTimeouts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code config import}, as it is typed at the launcher. */
class ImportIT {
    private static final String EARLIER = "src/test/resources/earlier/";

    @TempDir
    private Path folder;

    @Test
    void whatIsPrintedIsAGoodConfiguration() throws Exception {
        Path file = folder.resolve("ghe-keeper.yaml");
        Typing imported = type("bin/ghe-keeper config import --crontab " + EARLIER + "cron-volume --backup-config "
                + EARLIER + "backup.config >" + file);

        assertThat(imported.status()).as(imported.err()).isZero();
        assertThat(imported.err())
                .isEqualTo("WARNING: 2 lines without a whole counterpart: read the comments behind ## in"
                        + " the output\n");
        assertThat(type("bin/ghe-keeper config check --config " + file).out()).isEqualTo("the configuration is good\n");
        assertThat(type("bin/ghe-keeper config show --config " + file).out())
                .contains("  host: github.example.com  # ghe-keeper.yaml:")
                .contains("  keep-snapshots: 30  # ghe-keeper.yaml:")
                .contains("  directory: /data/ghe-production-data  # default")
                .contains("  backup: [\"17 3,9,12,13,15,17,18,21 * * 1-6\", \"17 9,15,21 * * 7\"]  # ghe-keeper.yaml:");
    }

    @Test
    void eachFileWillDoAloneAndWhatIsMissingIsSaid() throws Exception {
        Path file = folder.resolve("ghe-keeper.yaml");
        Typing imported =
                type("bin/ghe-keeper config import --crontab - <" + EARLIER + "cron-another-account >" + file);

        assertThat(imported.status()).isZero();
        assertThat(imported.err())
                .startsWith("WARNING: still missing: appliance.host: found nothing, wanted a value there or in"
                        + " GHE_KEEPER_APPLIANCE_HOST, as github.example.com\n");
        assertThat(type("bin/ghe-keeper config check --config " + file).status())
                .isEqualTo(10);
        assertThat(type("GHE_KEEPER_APPLIANCE_HOST=github.example.com bin/ghe-keeper config check --config " + file)
                        .status())
                .isZero();

        assertThat(type("bin/ghe-keeper config import --backup-config " + EARLIER + "backup.config >" + file)
                        .status())
                .isZero();
        assertThat(type("bin/ghe-keeper config check --config " + file).status())
                .isZero();
    }

    @Test
    void nothingOfTheFilesIsRun() throws Exception {
        Path touched = folder.resolve("touched");
        Files.writeString(folder.resolve("config"), "GHE_HOSTNAME=$(touch " + touched + ")\ntouch " + touched + "\n");
        Files.writeString(folder.resolve("cron"), "* * * * * touch " + touched + "\n");

        Typing imported = type(
                "bin/ghe-keeper config import --crontab " + folder + "/cron --backup-config " + folder + "/config");

        assertThat(imported.status()).isEqualTo(13);
        assertThat(imported.err())
                .contains("ERROR [import-incomplete]: the import is incomplete: lines not taken over: 3\n");
        assertThat(imported.out())
                .contains("##   config:1  \"GHE_HOSTNAME=$(touch ", "##   cron:1  \"* * * * * touch ");
        assertThat(touched).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "missing | does not exist",
                "folder | is a directory",
                "pipe | is no regular file",
                "binary | is no text: it has a byte of 0 in line 2",
                "latin1 | is not UTF-8 in line 2",
                "large | is larger than 64 KiB",
                "many | comes to "
            })
    void aFileThatIsNoneIsAFailureAndIsNotWaitedFor(String name, String why) throws Exception {
        Files.createDirectory(folder.resolve("folder"));
        Files.write(folder.resolve("binary"), new byte[] {'a', '\n', 0});
        Files.write(folder.resolve("latin1"), new byte[] {'a', '\n', (byte) 0xe4, '\n'});
        Files.writeString(folder.resolve("large"), "#".repeat(65 * 1024));
        Files.writeString(folder.resolve("many"), "a\n".repeat(32 * 1024));
        assertThat(type("mkfifo " + folder.resolve("pipe")).status()).isZero();

        Typing imported = type("bin/ghe-keeper config import --crontab " + folder.resolve(name));

        assertThat(imported.status()).as(imported.out()).isEqualTo(11);
        assertThat(imported.out()).isEmpty();
        assertThat(imported.err())
                .startsWith("ERROR [configuration-unreadable]: ")
                .contains(why, "\nHINT: ");
    }

    @Test
    void aFileOfSomebodyElseIsAFailure() throws Exception {
        Path file = Files.writeString(folder.resolve("cron"), "");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        org.junit.jupiter.api.Assumptions.assumeFalse(Files.isReadable(file), "this user may read everything");

        assertThat(type("bin/ghe-keeper config import --crontab " + file).err()).contains("may not be read by user ");
    }

    @Test
    void atLeastOneFileMustBeNamedAndStandardInputOnce() throws Exception {
        assertThat(type("bin/ghe-keeper config import").status()).isEqualTo(2);
        assertThat(type("bin/ghe-keeper config import --crontab - --backup-config - </dev/null")
                        .err())
                .contains("only one of them can be -");
    }

    @Test
    void withoutAFileTheHintShowsHowToNameOne() throws Exception {
        assertThat(type("bin/ghe-keeper config import").err()).isEqualTo("""
                        ERROR: give --crontab FILE, --backup-config FILE, or both
                        HINT: See its help: ghe-keeper config import --help
                        """);
    }

    @Test
    void nothingIsWrittenWithoutConsent() throws Exception {
        type("cd " + folder + " && " + Path.of("bin/ghe-keeper").toAbsolutePath()
                + " config import --crontab /dev/null --backup-config "
                + Path.of(EARLIER + "backup.config").toAbsolutePath());

        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    private record Typing(int status, String out, String err) {}

    private Typing type(String command) throws IOException, InterruptedException {
        Path outputs = Files.createTempDirectory("ghk");
        Process shell = new ProcessBuilder("bash", "-c", command)
                .redirectOutput(outputs.resolve("out").toFile())
                .redirectError(outputs.resolve("err").toFile())
                .start();
        shell.getOutputStream().close();
        assertThat(shell.waitFor(TestTimeouts.LONG.toSeconds(), TimeUnit.SECONDS))
                .as(command)
                .isTrue();
        return new Typing(
                shell.exitValue(),
                Files.readString(outputs.resolve("out"), StandardCharsets.UTF_8),
                Files.readString(outputs.resolve("err"), StandardCharsets.UTF_8));
    }
}
