package io.ghekeeper.archive;

import static io.ghekeeper.archive.ArchiveBox.FIRST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.ghekeeper.age.AgeKeys;
import io.ghekeeper.lab.SampleContent;
import io.ghekeeper.lab.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a seal and the archive run after it open, as strace(1) of Debian's package sees it. */
class OpenedOnceIT {
    private static final int LARGE = 100_000_000;

    @TempDir
    Path volume;

    @Test
    void aNewLargeFileIsOpenedOnceForSealAndArchiveTogether() throws IOException {
        assumeThat(traces()).as("strace may trace a program here").isTrue();
        AgeKeys keys = new AgeKeys(volume);
        ArchiveBox box = new ArchiveBox(volume.resolve("box")).filled(FIRST);
        Files.write(box.file(FIRST, "mysql.sql.gz", ""), SampleContent.random(LARGE));
        Path trace = volume.resolve("trace");
        List<String> command = new ArrayList<>(List.of(
                "strace",
                "-f",
                "-qq",
                "-e",
                "trace=open,openat",
                "-o",
                trace.toString(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                SealAndArchive.class.getName(),
                box.volume.toString()));
        keys.recipients().forEach(recipient -> command.add(recipient.text()));

        String warnings = Tool.run(command);

        assertThat(warnings).isEmpty();
        try (Stream<String> lines = Files.lines(trace)) {
            assertThat(lines.filter(line -> line.contains("/mysql.sql.gz\"")))
                    .singleElement()
                    .asString()
                    .contains("O_RDONLY");
        }
        box.encryption = keys.encryption();
        assertThat(box.restored(FIRST, keys.identity())).isEmpty();
        assertThat(box.orphans()).isEmpty();
    }

    private static boolean traces() {
        try {
            Tool.run("strace", "-qq", "-e", "trace=none", "true");
            return true;
        } catch (RuntimeException none) {
            return false;
        }
    }
}
