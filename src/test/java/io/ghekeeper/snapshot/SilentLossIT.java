package io.ghekeeper.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.lab.ApplianceFiles;
import io.ghekeeper.lab.EngineBench;
import io.ghekeeper.lab.EngineRun;
import io.ghekeeper.lab.TakesTurns;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Every backup here ends with 0 and says that it finished. What it lost is found all the same. */
@ParameterizedClass
@EnumSource
@TakesTurns
@Order(6)
class SilentLossIT {
    private static final String FIRST = "20261120T031700";
    private static final String SECOND = "20261120T091700";
    private static final String THIRD = "20261120T151700";
    private static final ShrinkageSettings BOUNDS = new ShrinkageSettings(10, 50, 50);
    private static final int PAGES = 1_200;

    @Parameter
    EngineBench.Kind kind;

    @TempDir
    Path folder;

    private EngineBench bench;
    private ApplianceFiles files;
    private Snapshots snapshots;

    @BeforeEach
    void start() {
        bench = new EngineBench(kind, folder);
        files = bench.appliance().files();
        files.redis(100_000);
        snapshots = new Snapshots(new DataSettings(bench.data(), Duration.ofDays(1)), new LocalDisk());
    }

    @AfterEach
    void stop() {
        // Absent where the engine is not at hand and the test was skipped.
        if (bench != null) {
            bench.close();
        }
    }

    @Test
    void emptyExportsAreFoundWithoutABackupBefore() {
        silenceExports();
        files.addFile("/data/user/redis/dump.rdb", "");

        assertThat(lossesOf(FIRST))
                .containsExactlyInAnyOrder(
                        "settings.json: empty, and every snapshot needs it",
                        "enterprise.ghl: empty, and every snapshot needs it",
                        "authorized-keys.json: empty, and every snapshot needs it",
                        "ssh-host-keys.tar: empty, and every snapshot needs it",
                        "mysql.sql.gz: empty, and every snapshot needs it",
                        "redis.rdb: empty, and every snapshot needs it",
                        "uuid: empty, and every snapshot needs it");
    }

    @Test
    void whatShrinksOrIsLostIsFound() {
        assertThat(lossesOf(FIRST)).isEmpty();

        files.forget("secrets.github.user-password-secrets");
        silenceExports();
        files.redis(20_000);
        removeOneRepository();
        files.lose("/data/user/pages");
        files.lose("/data/user/git-hooks/repos");
        files.lose("/data/user/git-hooks/environments/tarballs");
        files.lose("/data/user/elasticsearch");
        assertThat(lossesOf(SECOND))
                .anyMatch(loss -> loss.matches("secrets: \\d+ instead of \\d+ \\(missing or empty: password-pepper\\)"))
                .contains("repositories: 2 instead of 3 (33 % fewer; the bound is 10 %)")
                .contains("redis.rdb: 19.5 KiB instead of 97.7 KiB (80 % smaller; the bound is 50 %)")
                .contains("pages: empty instead of 3 files")
                .anyMatch(loss -> loss.startsWith("git-hooks: empty instead of "))
                .anyMatch(loss -> loss.startsWith("elasticsearch: empty instead of "))
                .anyMatch(loss -> loss.startsWith("mysql.sql.gz: empty instead of "))
                .anyMatch(loss -> loss.startsWith("settings.json: empty instead of "))
                .noneMatch(loss -> loss.startsWith("storage"));

        files.silence("dgit-cluster-backup-routes");
        files.silence("storage-cluster-backup-routes");
        files.lose("/data/user/storage");
        assertThat(lossesOf(THIRD))
                .anyMatch(loss -> loss.matches("repositories: (empty|missing) instead of \\d+ files"))
                .anyMatch(loss -> loss.matches("storage: (empty|missing) instead of 3 files"));
    }

    @Test
    void goodBackupsLackNothingUntilTheirLinksAreLost() throws IOException {
        for (int page = 0; page < PAGES; page++) {
            files.addFile("/data/user/pages/4/c8/1e/72/many/" + page + ".html", "page " + page);
        }
        assertThat(lossesOf(FIRST)).isEmpty();
        assertThat(lossesOf(SECOND)).isEmpty();

        touchAll("/data/user/pages");
        assertThat(lossesOf(THIRD)).singleElement().asString().startsWith("hard-linked files: ");
    }

    @Test
    void exportsOfTheWrongFormAreFoundWithoutABackupBefore() {
        files.addBigFile("/data/user/mysql/dump.sql", 20_000);
        files.addFile("/data/user/redis/dump.rdb", "<html>503</html>");
        files.addFile("/data/user/common/settings.json", "{\"enterprise\": {\"private_mode\"");

        assertThat(lossesOf(FIRST))
                .containsExactlyInAnyOrder(
                        "mysql.sql.gz: unpacks to no SQL",
                        "redis.rdb: is an HTML page",
                        "settings.json: is JSON that is cut off");
    }

    private void silenceExports() {
        files.silence("ghe-export-settings");
        files.silence("ghe-export-authorized-keys");
        files.silence("ghe-export-ssh-host-keys");
        files.silence("ghe-export-mysql");
        files.addFile("/data/enterprise/enterprise.ghl", "");
        files.uuid("");
    }

    /** Takes a backup and asks what it lacks. */
    private List<String> lossesOf(String id) {
        EngineRun run = bench.backup(id);
        assertThat(run.exitStatus()).as(run.output() + run.complaints()).isZero();
        assertThat(run.output().strip()).endsWith("finished.");
        Inventory now = Inventory.of(snapshots.completed(id));
        Optional<Inventory> before = snapshots.list().all().stream()
                .filter(other -> other.complete() && other.id().compareTo(id) < 0)
                .findFirst()
                .map(Inventory::of);
        return Comparison.losses(before, now, BOUNDS).stream()
                .map(Shrinkage::sentence)
                .toList();
    }

    private void removeOneRepository() {
        Path repository = files.commitTo("octo/api");
        files.lose("/" + bench.appliance().root().relativize(repository.getParent()));
    }

    private void touchAll(String appliancePath) throws IOException {
        FileTime time = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
        try (Stream<Path> all = Files.walk(files.at(appliancePath))) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                Files.setLastModifiedTime(file, time);
            }
        }
    }
}
