package io.ghekeeper.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.lab.PageCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What pages have people type at a cluster that runs ghe-keeper, or ran the earlier appliance, and at AWS: at stand-ins. */
class OtherPagesIT {
    private static final Map<String, String> NAMES = Map.of(
            "B", "example-ghe-archive",
            "BUCKET", "example-ghe-archive",
            "PREFIX", "production",
            "K", "production/packs/a",
            "KEY", "packs/a",
            "MARKER", "null");

    /** DocumentedCommandsTest reads what is typed at ghe-keeper, and the last one goes to the instance. */
    private static final String ELSEWHERE = "ghe-keeper() { :; }\nssh() { :; }\n";

    @TempDir
    private Path folder;

    private TypedPage shell;

    @BeforeEach
    void haveWhatThePagesSpeakOf() throws IOException {
        shell = new TypedPage(folder, true, NAMES);
        shell.render(Manifests.BASE, Manifests.in(Manifests.BASE));
        for (String overlay : List.of("adopt-volume", "monitoring", "cronjob")) {
            Path path = Manifests.OVERLAYS.resolve(overlay);
            shell.render(path, Manifests.in(path));
        }
        for (String file : List.of("webhook_url", "ping_url", "smtp_password")) {
            Files.writeString(folder.resolve(file), "one line\n");
        }
        Files.writeString(
                folder.resolve("SNAPSHOT.json"), "{\"objects\": [{\"key\": \"packs/a\", \"version\": \"v\"}]}\n");
        Files.writeString(folder.resolve("encrypted"), "aws:kms:AAAA\n");
        Files.copy(Path.of("docs/lifecycle/glacier.json"), folder.resolve("glacier.json"));
        shell.standIns().know("bucket " + NAMES.get("B"));
        shell.standIns().know("snapshot snap-0123456789abcdef0");
        shell.type("kubectl apply -f k8s/namespace.sample.yaml");
        shell.type(
                "kubectl -n ghe-backup create secret generic ghe-backup-secret --from-file=kms_private_ssh_key=encrypted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"alerts", "monitoring", "notify", "repository", "logs", "archive", "native"})
    void eachLineIsKnownWhereGheKeeperRuns(String page) throws IOException {
        shell.type("kubectl apply -n ghe-backup -k k8s/base");

        assertThat(typed(page)).isPositive();
    }

    /** Its own StatefulSet keeps no pod management policy; the one of k8s/base cannot be put over it. */
    @Test
    void eachLineIsKnownWhereTheEarlierApplianceRuns() throws IOException {
        Path earlier = folder.resolve("earlier.yaml");
        Files.writeString(
                earlier,
                Manifests.text(Manifests.BASE.resolve("statefulset.yaml"))
                        .replace("podManagementPolicy: Parallel", "podManagementPolicy: OrderedReady"));
        shell.render(Path.of("earlier.yaml"), Manifests.documents("earlier", Files.readString(earlier)));
        shell.type("kubectl apply -n ghe-backup -f earlier.yaml");

        assertThat(typed("migrate")).isGreaterThan(4);
        assertThat(shell.standIns().done())
                .containsSubsequence(
                        "delete -k k8s/overlays/adopt-volume",
                        "delete statefulset statefulset-ghe-backup",
                        "apply -k k8s/base",
                        "delete statefulset statefulset-ghe-backup",
                        "apply -f earlier-statefulset.yaml");
    }

    /** Returns how many blocks and lines there were. */
    private long typed(String page) throws IOException {
        return PageCode.of(Path.of("docs", page + ".md")).stream()
                .filter(code -> code.isFor("kubectl", "aws"))
                .filter(code -> !code.text().contains(" ... ") && !code.text().endsWith(" --"))
                .map(code -> shell.type(ELSEWHERE + code.text()))
                .count();
    }
}
