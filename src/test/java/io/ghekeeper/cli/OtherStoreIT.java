package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.StoreProgram;
import io.ghekeeper.lab.Tool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Check, archive, verification and fetch at stores and gateways that others wrote: those that the build brings, and one
 * that the environment names. docs/archive.md has what was seen.
 *
 * <ul>
 *   <li>{@code OTHER_STORE}: {@code s3://BUCKET}, of a bucket that is there. {@code AWS_ENDPOINT_URL_S3},
 *       {@code AWS_REGION}, {@code AWS_ACCESS_KEY_ID} and {@code AWS_SECRET_ACCESS_KEY} say where and who.
 *   <li>{@code OTHER_STORE_KEYS}: further keys of the section {@code archive}, as {@code checksum: md5}.
 * </ul>
 */
class OtherStoreIT extends OneDeployment {
    private static final String LOCKS_OFF = "lock-mode: off";

    private Path identity;
    private Map<String, String> environment = Map.of();

    @BeforeEach
    void makeAnIdentity() {
        identity = folder.resolve("identity.key");
        Tool.run("age-keygen", "-o", identity.toString());
    }

    @Test
    void theStoreOfTheEnvironmentGivesSnapshotsBackAsTheyWere() throws IOException {
        Optional<String> store = Optional.ofNullable(System.getenv("OTHER_STORE"));
        Assumptions.assumeTrue(store.isPresent(), "NOT RUN: OTHER_STORE names no store, as s3://BUCKET");
        comesBack(
                store.orElseThrow(),
                Optional.ofNullable(System.getenv("OTHER_STORE_KEYS")).orElse(LOCKS_OFF));
    }

    @Test
    void s3mockGivesSnapshotsBackAsTheyWere() throws IOException {
        try (StoreProgram store = StoreProgram.s3mock(folder)) {
            comesBackFrom(store, LOCKS_OFF);
        }
    }

    @Test
    void s3proxyGivesSnapshotsBackAsTheyWere() throws IOException {
        try (StoreProgram store = StoreProgram.s3proxy(folder)) {
            comesBackFrom(store, LOCKS_OFF);
        }
    }

    @Test
    void s3proxyOverAzureGivesSnapshotsBackAsTheyWere() throws IOException {
        Assumptions.assumeTrue(StoreProgram.hasAzurite(), "NOT RUN: npm has not installed azurite");
        try (StoreProgram store = StoreProgram.s3proxyOverAzurite(folder)) {
            comesBackFrom(store, LOCKS_OFF + ", checksum: md5");
        }
    }

    private void comesBackFrom(StoreProgram store, String keys) throws IOException {
        environment = store.environment();
        comesBack("s3://" + StoreProgram.BUCKET, keys);
    }

    private void comesBack(String store, String keys) throws IOException {
        String recipient = Tool.run("age-keygen", "-y", identity.toString()).strip();
        deployment.sections("archive: {store: \"" + store + "/" + UUID.randomUUID() + "\", recipients: [" + recipient
                + "], " + keys + "}");
        deployment.configure("");
        deployment.useQuickEngine();
        typed("archive", "check");
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
        String id = HandMade.backUp(deployment);
        typed("seal");
        typed("archive");
        return id;
    }

    private void typed(String... arguments) {
        Deployment.Result result = deployment.typeWith(environment, arguments);
        assertThat(result.status())
                .as(String.join(" ", arguments) + "\n" + result.err() + result.out())
                .isZero();
    }
}
