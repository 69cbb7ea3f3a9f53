package io.ghekeeper.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.journal.NativeEvent.UndoMade;
import io.ghekeeper.journal.NativeEvent.UndoMade.SnapshotOfDevice;
import io.ghekeeper.lab.StandIns;
import io.ghekeeper.nativesnapshot.WayBack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines that lead an appliance back to its snapshots: typed at a stand-in of the AWS CLI, which refuses all that it does not know. */
class WayBackIT {
    private static final String INSTANCE = "i-0123456789abcdef0";
    private static final SnapshotOfDevice DATA =
            new SnapshotOfDevice("/dev/xvdf", "vol-0123456789abcdef0", "snap-0123456789abcdef0");
    private static final SnapshotOfDevice BOOT =
            new SnapshotOfDevice("/dev/xvda", "vol-0123456789abcdef1", "snap-0123456789abcdef1");

    private static UndoMade made(String instance, String zone, SnapshotOfDevice... snapshots) {
        return new UndoMade(
                "20261121T135324Z-restore-bece",
                "github-new.example.com",
                instance,
                zone,
                "2026-11-21T13:53:30Z",
                List.of(snapshots));
    }

    @Test
    void eachLineIsKnownToAnAccountThatHasTheSnapshots(@TempDir Path folder) {
        StandIns standIns = new StandIns(folder, List.of("aws"));
        standIns.know(
                "snapshot " + DATA.snapshot(),
                "snapshot " + BOOT.snapshot(),
                "volume " + DATA.volume(),
                "volume " + BOOT.volume(),
                "instance " + INSTANCE);

        standIns.type(String.join("\n", WayBack.commands(made(INSTANCE, "eu-west-1a", BOOT, DATA))));

        assertThat(standIns.done())
                .containsExactly(
                        "ec2 wait",
                        "ec2 create-volume",
                        "ec2 wait",
                        "ec2 wait",
                        "ec2 create-volume",
                        "ec2 wait",
                        "ec2 stop-instances",
                        "ec2 wait",
                        "ec2 detach-volume",
                        "ec2 wait",
                        "ec2 attach-volume",
                        "ec2 detach-volume",
                        "ec2 wait",
                        "ec2 attach-volume",
                        "ec2 start-instances");
    }

    @Test
    void thePageShowsTheLinesThatAreMade() throws IOException {
        String page = Files.readString(Path.of("docs/restore.md"));

        assertThat(page)
                .contains(WayBack.commands(made(INSTANCE, "eu-west-1a", DATA)).stream()
                        .map(line -> "      " + line + "\n")
                        .reduce("", String::concat));
    }

    @Test
    void theyFitATerminalAlsoInALocalZone() {
        assertThat(WayBack.commands(made(INSTANCE, "us-west-2-lax-1a", BOOT, DATA)))
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(78))
                .contains("export AWS_REGION=us-west-2 AWS_DEFAULT_REGION=us-west-2");
    }

    /** A record is a file, and what stands in it is copied into a shell. */
    @Test
    void aRecordThatSaysAnythingElseGivesNoLines() {
        assertThat(WayBack.commands(made("i-0; reboot", "eu-west-1a", DATA))).isEmpty();
        assertThat(WayBack.commands(made(INSTANCE, "eu-west-1a$(reboot)", DATA)))
                .isEmpty();
    }
}
