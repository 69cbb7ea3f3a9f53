package io.ghekeeper.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.lab.FakeKms;
import io.ghekeeper.lab.PageCode;
import io.ghekeeper.lab.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What docs/deploy-ec2.md has people type, each line in its order. aws, senza, docker and sudo are stand-ins; the disk is a file.
 * ghe-keeper, ssh-keygen, mkfs.ext4 and the rest are real. {@code cli.DeployPagesIT} does what is typed at ghe-keeper in the
 * container.
 */
class Ec2PageIT {
    private static final Path PAGE = Path.of("docs/deploy-ec2.md");
    private static final String FSTAB = "LABEL=ghe-backup";

    /** Behind it, on a line of cron, is what cron types. */
    private static final String CRON = "30 5 * * * root ";

    /** Which archive it is says a store. DocumentedCommandsTest reads what is typed at ghe-keeper. */
    private static final String PRUNED = "ghe-keeper() { printf 'pruned: %s\\n' \"$*\"; }\nexport -f ghe-keeper\n";

    private static final Map<String, String> NOT_TYPED = Map.of(
            "docker run -d --log-driver=syslog",
            "Taupage types it",
            "volume            failed",
            "doctor prints it",
            "volume: Attach",
            "doctor prints it",
            "owner             failed",
            "doctor prints it",
            "ERROR [aws-credentials-missing]",
            "a command prints it",
            FSTAB,
            "lines of a file",
            "ssh-keygen -lf",
            "on the appliance",
            "systemctl edit docker",
            "it opens an editor");

    @TempDir
    private Path folder;

    @Test
    void eachLineOfThePageDoesWhatItSays() throws IOException {
        try (FakeKms kms = FakeKms.start()) {
            TypedPage shell = shell(kms);
            for (PageCode code : PageCode.typed(PAGE, NOT_TYPED.keySet())) {
                type(shell, code.text());
            }
            assertThat(shell.standIns().done())
                    .containsSubsequence(
                            "ec2 create-volume",
                            "ec2 attach-volume",
                            "ec2 detach-volume",
                            "kms create-alias",
                            "create 1",
                            "exec taupageapp",
                            "autoscaling suspend-processes",
                            "autoscaling resume-processes",
                            "stop taupageapp",
                            "delete 1",
                            "create 2",
                            "ec2 modify-volume",
                            "ec2 modify-instance-metadata-options",
                            "mount -a",
                            "run registry.example.com/ghe-keeper:0.1.0");
            assertThat(shell.standIns().host("/etc/ghe-keeper/ghe-keeper.yaml"))
                    .hasSameTextualContentAs(Path.of("docs/ghe-keeper.sample.yaml"));
            look(shell.standIns().host("/dev/nvme1n1"));
        }
    }

    private TypedPage shell(FakeKms kms) throws IOException {
        Path device = folder.resolve("cluster/host/dev/nvme1n1");
        TypedPage shell = new TypedPage(
                folder,
                true,
                Map.of(
                        "vol-...", "vol-0abc",
                        "i-...", "i-0abc",
                        "KEY-ID", "00000000-0000-0000-0000-000000000000",
                        "NAME", "ghe-keeper-1-AppServer",
                        "/dev/nvme1n1", device.toString()));
        shell.standIns().know("instance i-0abc");
        shell.standIns().variables(kms);
        Tool.run("mkdir", "-p", device.getParent().toString());
        Tool.run("truncate", "-s", "64M", device.toString());
        Files.createSymbolicLink(device.resolveSibling("xvdf"), Path.of("nvme1n1"));
        // Taupage's, and a person's.
        Tool.run("mkdir", "-p", shell.standIns().host("/mounts/data").toString());
        Files.writeString(folder.resolve("webhook_url"), "https://chat.example.com/hook\n");
        return shell;
    }

    private void type(TypedPage shell, String text) throws IOException {
        String typed = text.replace("ImageVersion=0.2.0 ...", "ImageVersion=0.2.0 " + parameters())
                .replace(CRON, "");
        if (typed.contains("docker run") && typed.contains("archive prune")) {
            assertThat(shell.type(PRUNED + typed)).contains("pruned: archive prune --");
            return;
        }
        String printed = shell.type(typed);
        if (text.contains("key encrypt")) {
            Files.writeString(
                    folder.resolve("encrypted"),
                    printed.lines()
                            .filter(line -> line.startsWith("aws:kms:"))
                            .findFirst()
                            .orElseThrow());
        }
    }

    /** Those of the first stack but its version: "..." on the page. */
    private static String parameters() {
        String first = Manifests.text(PAGE).replaceFirst("(?s).*?\n    senza create (.*?)\n\n.*", "$1");
        return String.join(
                " ",
                Stream.of(first.split("[\\s\\\\]+", -1))
                        .filter(word -> word.contains("=") && !word.startsWith("ImageVersion="))
                        .toList());
    }

    private static void look(Path device) {
        assertThat(Tool.run("/usr/sbin/debugfs", "-R", "stat /", device.toString()))
                .containsPattern("User: +999 +Group: +999");
        assertThat(Tool.run("/usr/sbin/e2label", device.toString())).isEqualTo("ghe-backup");
    }

    /** It has a role that the keeper must not have, and is one at a time. */
    @Test
    void archivePruneHasNothingOfTheKeeperAndIsOneLineOfCron() throws IOException {
        List<String> prunes = PageCode.of(PAGE).stream()
                .map(PageCode::text)
                .filter(text -> text.contains("docker run") && text.contains("archive prune"))
                .toList();

        assertThat(prunes)
                .hasSize(2)
                .allSatisfy(text -> assertThat(text)
                        .contains("--rm", "-v /etc/ghe-keeper:/etc/ghe-keeper:ro")
                        .doesNotContain("/data", "/meta"));
        assertThat(prunes.get(0)).endsWith("archive prune --plan");
        assertThat(prunes.get(1))
                .startsWith(CRON + "docker run --rm --name ghe-archive-prune ")
                .endsWith(" archive prune --yes")
                .doesNotContain("\n", "%");
        assertThat(words(prunes.get(1)))
                .as("with the same bounds")
                .containsAll(words(prunes.get(0)
                        .substring(
                                prunes.get(0).indexOf("-u 999"), prunes.get(0).indexOf("archive"))));
    }

    private static List<String> words(String text) {
        return List.of(text.replace("\\\n", " ").strip().split("\\s+", -1));
    }

    /** The mounts of the host without Taupage are the folders that its container binds, and that Docker waits for. */
    @Test
    void whatIsInFstabIsWhatTheContainerBinds() throws IOException {
        Path fstab = Files.writeString(
                folder.resolve("fstab"),
                PageCode.of(PAGE).stream()
                                .map(PageCode::text)
                                .filter(text -> text.startsWith(FSTAB))
                                .findFirst()
                                .orElseThrow()
                        + "\n");

        List<String> mounts = Tool.run("findmnt", "--tab-file", fstab.toString(), "-rno", "TARGET")
                .lines()
                .toList();

        assertThat(mounts).containsExactly("/mnt/ghe-backup", "/mnt/ghe-keeper-run");
        String page = Manifests.text(PAGE).replaceAll("\\s+", " ");
        assertThat(page).contains("RequiresMountsFor=" + String.join(" ", mounts) + "`");
        assertThat(page).contains("-v /mnt/ghe-backup:/data ", "-v /mnt/ghe-keeper-run:/run ");
    }

    /** As Taupage makes it of the definition. */
    @Test
    void theLineOfTaupageHasTheVariablesOfTheDefinition() throws IOException {
        String line = PageCode.of(PAGE).stream()
                .map(PageCode::text)
                .filter(text -> text.startsWith("docker run -d --log-driver"))
                .findFirst()
                .orElseThrow();

        assertThat(Pattern.compile("-e (GHE_KEEPER_\\w+)=")
                        .matcher(line)
                        .results()
                        .map(found -> found.group(1)))
                .containsExactlyInAnyOrderElementsOf(SenzaDefinition.shipped().environment().keySet().stream()
                        .filter(name -> name.startsWith("GHE_KEEPER_"))
                        .toList());
    }
}
