package io.ghekeeper.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.ghekeeper.lab.PageCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What docs/restore.md has people type at a cluster and at AWS, each line in its order: at stand-ins that have what the manifests
 * name, and refuse all else.
 */
class RestorePageIT {
    private static final Path PAGE = Path.of("docs/restore.md");
    private static final String CLAIM = "data-ghe-backup-statefulset-ghe-backup-0";

    /** What the page has in capitals, and a thing of that kind. */
    private static final Map<String, String> NAMES = Map.of(
            "SECURITY-GROUP", "sg-0abc",
            "SNAPSHOT", "snap-0abc",
            "VOLUME", "vol-0abc",
            "INSTANCE", "i-0abc",
            "BUCKET", "archive-bucket",
            "PREFIX", "prefix",
            "NAME", "ghe-keeper-1-AppServer");

    @TempDir
    private Path folder;

    private TypedPage shell;

    @BeforeEach
    void deploy() {
        shell = new TypedPage(folder, true, NAMES);
        shell.render(Manifests.BASE, Manifests.in(Manifests.BASE));
        shell.standIns()
                .know(
                        "group " + NAMES.get("NAME"),
                        "security-group " + NAMES.get("SECURITY-GROUP"),
                        "snapshot " + NAMES.get("SNAPSHOT"),
                        "instance " + NAMES.get("INSTANCE"),
                        "bucket " + NAMES.get("BUCKET"));
        shell.type("kubectl apply -f k8s/namespace.sample.yaml && kubectl apply -n ghe-backup -k k8s/base");
    }

    /** Each one as it stands on the page. */
    private static List<String> commands() throws IOException {
        List<String> commands = new ArrayList<>();
        for (PageCode code : PageCode.of(PAGE)) {
            if (code.isFor("kubectl", "aws", "senza")) {
                commands.add(code.text());
            }
            if (code.text().contains(" delete pvc ")) {
                assertThat(Files.readString(PAGE))
                        .contains("`" + code.text() + "`, then the first with `--replicas=1`");
                commands.add(commands.get(commands.size() - 2).replace("--replicas=0", "--replicas=1"));
            }
        }
        return commands;
    }

    @Test
    void eachLineIsKnownToAClusterThatHasTheManifests() throws IOException {
        String lost = volume();

        commands().forEach(shell::type);

        assertThat(shell.standIns().done())
                .containsSubsequence(
                        "get pods",
                        "resources ghe-keeper",
                        "autoscaling suspend-processes",
                        "patch networkpolicy ghe-backup",
                        "ec2 authorize-security-group-egress",
                        "apply -k k8s/base",
                        "autoscaling resume-processes",
                        "ec2 create-volume",
                        "ec2 attach-volume",
                        "scale statefulset statefulset-ghe-backup",
                        "delete pvc " + CLAIM,
                        "scale statefulset statefulset-ghe-backup",
                        "s3 cp");
        assertThat(volume()).isNotEqualTo(lost);
        assertThat(shell.object("statefulset", "statefulset-ghe-backup")
                        .as(StatefulSet.class)
                        .getSpec()
                        .getReplicas())
                .isOne();
    }

    private String volume() {
        return shell.type("kubectl -n ghe-backup get pvc " + CLAIM + " -o jsonpath='{.spec.volumeName}'");
    }

    /** Before k8s/base is applied again, which puts the policy of the manifests in its place. */
    @Test
    void thePatchLetsThePodOutToTheTarget() throws IOException {
        shell.type(commands().stream()
                .filter(command -> command.contains(" patch "))
                .findFirst()
                .orElseThrow());

        NetworkPolicy patched = shell.object("networkpolicy", "ghe-backup").as(NetworkPolicy.class);
        assertThat(patched.getSpec().getEgress()).last().satisfies(rule -> {
            assertThat(rule.getTo().get(0).getIpBlock().getCidr()).isEqualTo("192.0.2.20/32");
            assertThat(rule.getPorts().get(0).getPort().getIntVal()).isEqualTo(122);
        });
    }

    /** Each line that the page gives for a deployment on Kubernetes. */
    @Test
    void theFunctionsReachTheProgramInThePod() throws IOException {
        List<String> functions = Pattern.compile("`(ghe-keeper\\(\\) \\{ kubectl [^`]+)`")
                .matcher(Files.readString(PAGE))
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(functions).isNotEmpty();
        for (String function : functions) {
            assertThat(shell.type(function + "\nghe-keeper rebuild --plan"))
                    .isEqualTo("in the pod: ghe-keeper rebuild --plan");
            assertThat(shell.type(function.replace("-it", "-i") + "\nghe-keeper rebuild --identity - < /dev/null"))
                    .isEqualTo("in the pod: ghe-keeper rebuild --identity -");
        }
    }
}
