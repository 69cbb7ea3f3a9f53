package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.Tool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Check, archive, verification and fetch at a store that the environment names: for gateways that are started by hand.
 * docs/archive.md has what was seen.
 *
 * <ul>
 *   <li>{@code OTHER_STORE}: {@code s3://BUCKET}, of a bucket that is there. {@code AWS_ENDPOINT_URL_S3},
 *       {@code AWS_REGION}, {@code AWS_ACCESS_KEY_ID} and {@code AWS_SECRET_ACCESS_KEY} say where and who.
 *   <li>{@code OTHER_STORE_KEYS}: further keys of the section {@code archive}, as {@code checksum: md5}.
 * </ul>
 */
class OtherStoreIT extends OneDeployment {
    private final Optional<String> store = Optional.ofNullable(System.getenv("OTHER_STORE"));
    private Path identity;

    @BeforeEach
    void configure() throws IOException {
        Assumptions.assumeTrue(store.isPresent(), "NOT RUN: OTHER_STORE names no store, as s3://BUCKET");
        identity = folder.resolve("identity.key");
        Tool.run("age-keygen", "-o", identity.toString());
        String recipient = Tool.run("age-keygen", "-y", identity.toString()).strip();
        String further = Optional.ofNullable(System.getenv("OTHER_STORE_KEYS")).orElse("lock-mode: off");
        deployment.sections("archive: {store: \"" + store.orElseThrow() + "/" + UUID.randomUUID() + "\", recipients: ["
                + recipient + "], " + further + "}");
        deployment.configure("");
    }

    private Deployment.Result typed(String... arguments) {
        Deployment.Result result = Typed.at(deployment, arguments);
        assertThat(result.status())
                .as(String.join(" ", arguments) + "\n" + result.err() + result.out())
                .isZero();
        return result;
    }

    @Test
    void keepsSnapshotsThatComeBackAsTheyWere() throws IOException {
        Deployment.Result check = Typed.at(deployment, "archive", "check");
        System.out.println(check.out() + check.err());
        String first = archived();
        String second = archived();
        typed("archive", "verify", "--all");
        typed("archive", "read-back", second, "--identity", identity.toString());

        Path to = folder.resolve("to");
        typed("archive", "fetch", first, "--to", to.toString(), "--identity", identity.toString());

        assertThat(Tool.run(
                        "diff",
                        "-r",
                        "--no-dereference",
                        deployment.data().resolve(first).toString(),
                        to.toString()))
                .isEmpty();
    }

    private String archived() throws IOException {
        deployment.useQuickEngine();
        String id = HandMade.backUp(deployment);
        typed("seal");
        typed("archive");
        return id;
    }
}
