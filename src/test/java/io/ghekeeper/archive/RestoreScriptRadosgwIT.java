package io.ghekeeper.archive;

import static io.ghekeeper.archive.ArchiveBox.FIRST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.aws.Aws;
import io.ghekeeper.aws.KmsSettings;
import io.ghekeeper.lab.Radosgw;
import io.ghekeeper.lab.Tool;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.store.S3Settings;
import io.ghekeeper.store.S3Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** The script of the store on a real one, by the programs that people have: aws and rclone. */
@Order(10)
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class RestoreScriptRadosgwIT {
    private static final String BUCKET = "script";
    private static final String PREFIX = "ghe/production";

    private static Radosgw radosgw;

    @TempDir
    Path volume;

    private ArchiveBox box;
    private ObjectStore store;
    private Path target;

    @BeforeAll
    static void run() {
        Assumptions.assumeTrue(Radosgw.installed(), Radosgw.WHERE_FROM);
        for (String program : List.of("aws", "rclone")) {
            Assumptions.assumeTrue(
                    Stream.of(System.getenv("PATH").split(":"))
                            .anyMatch(place -> Files.isExecutable(Path.of(place, program))),
                    "NOT RUN with " + program + ": install Debian's awscli and rclone");
        }
        radosgw = Radosgw.running();
        radosgw.makeBucket(BUCKET, true);
    }

    @BeforeEach
    void archive() throws IOException {
        radosgw.properties(false).forEach(System::setProperty);
        store = new S3Store(
                new Aws(new KmsSettings(Optional.empty(), Optional.empty(), Map.of()), Map.of()),
                new S3Settings(BUCKET, PREFIX + "/", S3Settings.LockMode.GOVERNANCE));
        box = new ArchiveBox(volume).filled(FIRST).seal(FIRST);
        box.archive(FIRST, store, box.disk);
        target = volume.resolve("target");
    }

    @AfterEach
    void close() {
        store.close();
        radosgw.properties(false).keySet().forEach(System::clearProperty);
    }

    private String script(String place, String... words) throws IOException {
        Path script = volume.resolve("restore.sh");
        Files.write(script, RestoreInstructions.text("restore.sh"));
        return Tool.run(Stream.concat(
                        Stream.of(
                                "env",
                                "-u", // rclone refuses it
                                "AWS_CA_BUNDLE",
                                "AWS_ENDPOINT_URL=" + radosgw.endpoint(),
                                "AWS_ACCESS_KEY_ID=owner",
                                "AWS_SECRET_ACCESS_KEY=secret",
                                "AWS_DEFAULT_REGION=us-east-1",
                                "RCLONE_CONFIG_KEPT_TYPE=s3",
                                "RCLONE_CONFIG_KEPT_PROVIDER=Ceph",
                                "RCLONE_CONFIG_KEPT_ENV_AUTH=true",
                                "RCLONE_CONFIG_KEPT_ENDPOINT=" + radosgw.endpoint(),
                                "bash",
                                script.toString(),
                                place),
                        Stream.of(words))
                .toList());
    }

    /** One test, because a bucket with locks keeps what is in it. */
    @Test
    void isReadByRcloneAndByAwsBelowDeleteMarkers() throws IOException {
        String remote = "rclone:kept:" + BUCKET + "/" + PREFIX;
        String bucket = "s3://" + BUCKET + "/" + PREFIX;
        assertThat(script(remote, "--list")).contains(FIRST);
        script(remote, FIRST, target.toString());
        assertThat(ArchiveBox.differences(box.snapshot(FIRST), target)).isEmpty();

        store.list("packs/", object -> hide(object.key().text()));

        Tool.run("rm", "-rf", target.toString());
        assertThatThrownBy(() -> script(remote, FIRST, target.toString()))
                .hasMessageContaining("packs/")
                .hasMessageContaining("--version-id")
                .hasMessageContaining("delete marker");

        hide("snapshots/" + FIRST + ".json");
        Tool.run("rm", "-rf", target.toString());
        assertThat(script(bucket, "--list")).contains(FIRST);
        script(bucket, FIRST, target.toString());
        assertThat(ArchiveBox.differences(box.snapshot(FIRST), target)).isEmpty();
        typeWhatTheDocumentationSays(bucket);
        assertThatThrownBy(() -> script(bucket, "20990101T000000", target + "2"))
                .hasMessageContaining("the store has no snapshot 20990101T000000");
    }

    /** An archive that is not encrypted has no identity. */
    private void typeWhatTheDocumentationSays(String bucket) throws IOException {
        List<String> commands = Files.readAllLines(Path.of("docs/restore.md")).stream()
                .map(String::strip)
                .dropWhile(line -> !line.equals("## Nothing but the safe"))
                .filter(line -> line.matches("(?:aws s3 cp|bash restore.sh|ln|mkdir) .*"))
                .map(line -> line.replace("s3://BUCKET/PREFIX", bucket)
                        .replace("/mnt/ghe-backup/ghe-production-data", volume + "/data-again")
                        .replace("SNAPSHOT", FIRST)
                        .replace(" --identity FILE", ""))
                .toList();
        assertThat(commands).hasSize(5);
        Path folder = volume.resolve("data-again");
        Path typed = Files.writeString(
                volume.resolve("typed.sh"),
                "set -e\naws() { command aws --endpoint-url " + radosgw.endpoint() + " \"$@\"; }\ncd " + volume + "\n"
                        + String.join("\n", commands) + "\n");

        Tool.run(
                "env",
                "AWS_ENDPOINT_URL=" + radosgw.endpoint(),
                "AWS_ACCESS_KEY_ID=owner",
                "AWS_SECRET_ACCESS_KEY=secret",
                "AWS_DEFAULT_REGION=us-east-1",
                "bash",
                typed.toString());

        assertThat(ArchiveBox.differences(box.snapshot(FIRST), folder.resolve("current/.")))
                .isEmpty();
    }

    private void hide(String key) {
        radosgw.asOwner(s3 -> s3.deleteObject(request -> request.bucket(BUCKET).key(PREFIX + "/" + key)));
    }
}
