package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.Tool;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Snapshots come back from an encrypted archive, by the command and in processes of their own. */
@Tag("core")
class ArchiveFetchIT extends OneEncryptedArchive {
    private String first;
    private String second;

    @BeforeEach
    void archive() {
        first = archived();
        second = archived();
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
