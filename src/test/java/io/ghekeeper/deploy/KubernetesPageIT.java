package io.ghekeeper.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.ghekeeper.lab.FakeKms;
import io.ghekeeper.lab.PageCode;
import io.ghekeeper.lab.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What docs/deploy-kubernetes.md has people type, each line in its order. kubectl, aws and docker are stand-ins; ghe-keeper,
 * ssh-keygen, jq and the rest are real. {@code cli.DeployPagesIT} does what is typed at ghe-keeper in the pod.
 */
class KubernetesPageIT {
    private static final Path PAGE = Path.of("docs/deploy-kubernetes.md");
    private static final String CLAIM = "data-ghe-backup-statefulset-ghe-backup-0";

    private static final Map<String, String> NOT_TYPED = Map.of(
            "kubectl delete pod --force", "the page forbids it",
            "kubectl delete -k", "the page forbids it",
            "giving what is in", "AdoptVolumeIT runs that script");

    private static final Map<String, String> NAMES = Map.of(
            "KEY-ID", "00000000-0000-0000-0000-000000000000",
            "NODE", "node-1",
            "INSTANCE", "i-0abc",
            "ADDRESS", "https://pages.example.org");

    private static final String NODE = """
            apiVersion: v1
            kind: Node
            metadata: {name: node-1}
            spec: {providerID: "aws:///eu-west-1a/i-0abc"}
            """;

    @TempDir
    private Path folder;

    private TypedPage shell;
    private FakeKms kms;

    @BeforeEach
    void haveAnEmptyCluster() throws IOException {
        Kustomize.missing(folder).ifPresent(why -> Assumptions.abort(why));
        shell = new TypedPage(folder, true, NAMES);
        Manifests.kustomizations().forEach(each -> shell.render(each, Kustomize.built(each)));
        Files.writeString(folder.resolve("node.yaml"), NODE);
        shell.render(Path.of("node.yaml"), Manifests.documents("a node", NODE));
        shell.type("kubectl apply -f node.yaml");
        shell.standIns().know("instance i-0abc", "container taupageapp");
        kms = FakeKms.start();
        shell.standIns().variables(kms);
    }

    @AfterEach
    void end() {
        if (kms != null) {
            kms.close();
        }
    }

    @Test
    void eachLineOfThePageDoesWhatItSays() throws IOException {
        for (PageCode code : PageCode.typed(PAGE, NOT_TYPED.keySet())) {
            prepare(code);
            String typed = code.text()
                    .replace("patch pv NAME", code.text().contains("patch pv ") ? "patch pv " + volume() : "")
                    .replace("#ADDRESS#'", "#ADDRESS#' k8s/overlays/monitoring/ghe-keeper.rules.yaml");
            String printed = shell.type(
                    code.printed().stream().anyMatch(line -> line.startsWith("ERROR")) ? typed + " || true" : typed);
            if (!code.printed().isEmpty() && !typed.contains(" exec ")) {
                assertThat(printed.replaceAll("(ghe-keeper-config-)\\w+", "$1HASH")
                                .lines())
                        .as(typed)
                        .containsExactlyElementsOf(code.printed());
            }
            look(typed);
        }
        assertThat(shell.standIns().done())
                .containsSubsequence(
                        "kms create-alias",
                        "iam put-role-policy",
                        "create secret generic",
                        "apply -k k8s/base",
                        "rollout status statefulset/statefulset-ghe-backup",
                        "patch pvc " + CLAIM,
                        "edit networkpolicy ghe-backup",
                        "taint node node-1",
                        "delete pvc " + CLAIM,
                        "apply -f k8s/existing-volume.sample.yaml",
                        "delete -k k8s/overlays/adopt-volume",
                        "apply -k k8s/overlays/cronjob",
                        "delete job look",
                        "delete cronjob cronjob-ghe-backup",
                        "apply -k k8s/base");
    }

    /** What the overlay for a restore says, as a comment: with the StatefulSet, and with the CronJob. */
    @ParameterizedTest
    @ValueSource(strings = {"k8s/base", "k8s/overlays/cronjob"})
    void eachLineOfTheOverlayForARestoreDoesWhatItSays(String deployed) throws IOException {
        Path overlay = Manifests.OVERLAYS.resolve("restore");
        Path file = folder.resolve(overlay).resolve("kustomization.yaml");
        boolean once = deployed.endsWith("cronjob");
        Files.writeString(
                file,
                Manifests.text(file)
                        .replace("- ../../base", "- ../../" + Path.of("k8s").relativize(Path.of(deployed))));
        shell.render(overlay, Kustomize.built(file.getParent()));
        shell.type("kubectl apply -f k8s/namespace.sample.yaml; kubectl apply -n ghe-backup -k k8s/base");
        if (once) {
            shell.type(
                    "kubectl -n ghe-backup delete statefulset statefulset-ghe-backup; kubectl apply -n ghe-backup -k "
                            + deployed);
        }
        List<String> lines = Manifests.text(file)
                .lines()
                .filter(line -> line.startsWith("#   kubectl "))
                .map(line -> line.substring(4).replace("k8s/base", deployed))
                .toList();

        lines.stream()
                .filter(line -> !line.contains(once ? "statefulset" : "ghe-backup-once"))
                .filter(line -> once || !line.contains("cronjob"))
                .forEach(shell::type);

        assertThat(lines).hasSize(9);
        assertThat(shell.standIns().done()).endsWith("delete job ghe-backup-restore", "apply -k " + deployed);
    }

    @Test
    void theOverlayForAVolumeThatRootWroteSaysWhatThePageSays() throws IOException {
        List<String> page = Files.readAllLines(PAGE).stream().map(String::strip).toList();
        List<String> lines = Manifests.text(Manifests.OVERLAYS.resolve("adopt-volume/kustomization.yaml"))
                .lines()
                .filter(line -> line.startsWith("#   kubectl "))
                .map(line -> line.substring(4))
                .toList();

        assertThat(lines).hasSizeGreaterThan(5);
        assertThat(page).containsSubsequence(lines);
    }

    /** As the page has a person read it. */
    private String volume() {
        return shell.type("kubectl -n ghe-backup get pvc %s -o jsonpath='{.spec.volumeName}'".formatted(CLAIM));
    }

    /** What a line made is what the API's own types take. */
    private void look(String typed) {
        if (typed.contains(" patch pvc ")) {
            assertThat(shell.object("pvc", CLAIM)
                            .as(PersistentVolumeClaim.class)
                            .getSpec()
                            .getResources()
                            .getRequests()
                            .get("storage"))
                    .hasToString("2000Gi");
        } else if (typed.contains("args = [\"verify\"")) {
            for (String job : List.of("cronjob-ghe-seal", "cronjob-ghe-verify")) {
                assertThat(shell.object("cronjob", job)
                                .as(CronJob.class)
                                .getSpec()
                                .getSchedule())
                        .matches("\\d+ [*0] \\* \\* \\*");
            }
        }
    }

    /** What a person does before, without typing it. */
    private void prepare(PageCode code) throws IOException {
        Path key = folder.resolve("id_ed25519");
        if (code.text().contains("< id_ed25519") && !Files.exists(key)) {
            Tool.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString());
        }
        if (code.text().contains("config check")) {
            Path file = folder.resolve("k8s/base/config/ghe-keeper.yaml");
            boolean wrong = code.printed().get(0).startsWith("ERROR");
            Files.writeString(
                    file,
                    Manifests.text(Manifests.BASE.resolve("config/ghe-keeper.yaml"))
                            .replace("  host:", wrong ? "  hosts:" : "  host:"));
        }
    }
}
