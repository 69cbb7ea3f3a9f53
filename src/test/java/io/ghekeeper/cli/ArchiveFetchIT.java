package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Snapshots come back from an encrypted archive, by the command and in processes of their own. */
@Tag("core")
class ArchiveFetchIT extends OneDeployment {
    private static final String STORED = "/data/user/storage/a/1a/2b/object";

    private Path identity;
    private String first;
    private String second;

    @BeforeEach
    void archive() throws IOException {
        deployment.appliance().files().addFile(STORED, "an object that never changes");
        Path store = Files.createDirectory(folder.resolve("store"));
        identity = folder.resolve("identity.key");
        Tool.run("age-keygen", "-o", identity.toString());
        String recipient = Tool.run("age-keygen", "-y", identity.toString()).strip();
        deployment.sections("archive: {store: \"file://" + store + "\", recipients: [" + recipient + "]}");
        deployment.configure("");
        first = archived();
        second = archived();
    }

    private String archived() {
        String id = HandMade.backUp(deployment);
        typed("seal");
        typed("archive");
        return id;
    }

    private Deployment.Result typed(String... arguments) {
        Deployment.Result result = Typed.at(deployment, arguments);
        assertThat(result.status()).as(result.err() + result.out()).isZero();
        return result;
    }

    /** By names, modes, owners, times and contents; linked files have the same number in both. */
    private String described() {
        return Tool.run(
                "bash",
                "-c",
                "cd \"$0\" && find [0-9]* -printf '%p|%y|%m|%U|%G|%T@|%l|%n|' -type f -exec sha256sum {} \\; -o -printf"
                        + " '\\n' | LC_ALL=C sort",
                deployment.data().toString());
    }

    @Test
    void snapshotsThatAreLostComeBackAsTheyWere() {
        String before = described();
        Tool.run("bash", "-c", "rm -r \"$0\"/[0-9]*", deployment.data().toString());

        Deployment.Result without = Typed.at(deployment, "archive", "fetch", first);
        Deployment.Result fetched = typed("archive", "fetch", second, first, "--identity", identity.toString());

        assertThat(without.status()).isEqualTo(10);
        assertThat(fetched.out()).contains("fetched snapshot " + first, "fetched snapshot " + second, "linked");
        assertThat(described()).isEqualTo(before);
        assertThat(typed("verify", second).out()).contains("succeeded");
        assertThat(typed("runs", "--kind", "fetch").out()).contains("-fetch-");
        Deployment.Result again = Typed.at(deployment, "archive", "fetch", first, "--identity", identity.toString());
        assertThat(again.err()).contains("is on the volume already");
    }

    @Test
    void oneIsFetchedIntoAnotherFolder() {
        Path to = folder.resolve("to");

        Deployment.Result fetched =
                typed("archive", "fetch", first, "--to", to.toString(), "--identity", identity.toString());

        assertThat(fetched.out()).contains("fetched snapshot " + first);
        assertThat(Tool.run(
                        "diff",
                        "-r",
                        "--no-dereference",
                        deployment.data().resolve(first).toString(),
                        to.toString()))
                .isEmpty();
        assertThat(Typed.at(deployment, "archive", "fetch", first, "--path", "x")
                        .status())
                .isEqualTo(2);
        assertThat(typed(
                                "archive",
                                "fetch",
                                first,
                                "--path",
                                "storage/**",
                                "--to",
                                folder.resolve("part").toString(),
                                "--identity",
                                identity.toString())
                        .out())
                .contains("files with", " written from 1 pack");
    }
}
