package io.ghekeeper.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.ghekeeper.lab.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What docs/restore.md has people type at a cluster and at AWS, each line in its order: at stand-ins that have what the manifests
 * name, and refuse all else. Where the real aws is here, it reads the lines, too.
 */
class RestorePageIT {
    private static final Path PAGE = Path.of("docs/restore.md");

    /** A line of a block of code, or code within a sentence; a program's name with its verb alone is no command. */
    private static final Pattern TYPED =
            Pattern.compile("(?m)^ {4,}(?:\\$ )?((?:kubectl|aws) .+)$|`((?:kubectl|aws) \\S+ [^`]+)`");

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

    private Path cluster;
    private final String namespace = Manifests.one(
                    Manifests.in(Manifests.ROOT).stream()
                            .filter(manifest -> manifest.kind().equals("Namespace"))
                            .toList(),
                    "Namespace",
                    "ghe-backup")
            .name();

    @BeforeEach
    void makeCluster() throws IOException {
        Tool.install(folder.resolve("bin"), "cluster", "kubectl", "aws");
        cluster = Files.createDirectory(folder.resolve("cluster"));
        StatefulSet set = Manifests.in(Manifests.BASE).stream()
                .filter(manifest -> manifest.kind().equals("StatefulSet"))
                .findFirst()
                .orElseThrow()
                .as(StatefulSet.class);
        String name = set.getMetadata().getName();
        String claim =
                set.getSpec().getVolumeClaimTemplates().get(0).getMetadata().getName();
        Manifest policy = Manifests.in(Manifests.BASE).stream()
                .filter(manifest -> manifest.kind().equals("NetworkPolicy"))
                .findFirst()
                .orElseThrow();
        Files.write(
                cluster.resolve("known"),
                List.of(
                        "namespace " + namespace,
                        "pod " + name + "-0",
                        "statefulset " + name,
                        "pvc " + claim + "-" + name + "-0",
                        "networkpolicy " + policy.name(),
                        "group " + NAMES.get("NAME"),
                        "security-group " + NAMES.get("SECURITY-GROUP"),
                        "snapshot " + NAMES.get("SNAPSHOT"),
                        "instance " + NAMES.get("INSTANCE"),
                        "bucket " + NAMES.get("BUCKET")));
        Files.writeString(cluster.resolve("replicas"), "1\n");
        Files.writeString(cluster.resolve("claim"), "old\n");
        Files.writeString(cluster.resolve("networkpolicy.json"), new ObjectMapper().writeValueAsString(policy.tree()));
    }

    /** Each one as it stands on the page. */
    private static List<String> commands() throws IOException {
        List<String> commands = new ArrayList<>();
        String page = Files.readString(PAGE);
        String scaled = "";
        for (String line : page.split("\n", -1)) {
            for (MatchResult found : (Iterable<MatchResult>) TYPED.matcher(line).results()::iterator) {
                String command = found.group(1) == null ? found.group(2) : found.group(1);
                commands.add(command);
                scaled = command.contains("--replicas=0") ? command : scaled;
            }
            if (line.contains("then the first with `--replicas=1`")) {
                commands.add(scaled.replace("--replicas=0", "--replicas=1"));
            }
        }
        return commands;
    }

    private static String named(String command) {
        String named = command;
        // SECURITY-GROUP and the like first: none is a part of another one.
        for (Map.Entry<String, String> name : NAMES.entrySet()) {
            named = named.replaceAll("\\b" + name.getKey() + "\\b(?!-)", name.getValue());
        }
        return named;
    }

    private String type(String command) {
        return Tool.run(
                "env",
                "CLUSTER=" + cluster,
                "PATH=" + folder.resolve("bin") + ":" + System.getenv("PATH"),
                "bash",
                "-c",
                command);
    }

    @Test
    void eachLineIsKnownToAClusterThatHasTheManifests() throws IOException {
        List<String> commands = commands();

        commands.forEach(command -> type(named(command)));

        assertThat(Files.readAllLines(cluster.resolve("done")))
                .hasSameSizeAs(commands)
                .containsSubsequence(
                        "autoscaling suspend-processes",
                        "patch networkpolicy ghe-backup",
                        "ec2 authorize-security-group-egress",
                        "apply -k k8s/base",
                        "autoscaling resume-processes",
                        "ec2 create-volume",
                        "ec2 attach-volume",
                        "scale statefulset statefulset-ghe-backup",
                        "delete pvc data-ghe-backup-statefulset-ghe-backup-0",
                        "scale statefulset statefulset-ghe-backup",
                        "s3 cp");
        assertThat(cluster.resolve("claim")).hasContent("new");
        assertThat(cluster.resolve("replicas")).hasContent("1");
        NetworkPolicy patched = new Manifest(
                        "the patched policy",
                        new ObjectMapper()
                                .readValue(cluster.resolve("networkpolicy.json").toFile(), Map.class))
                .as(NetworkPolicy.class);
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
            assertThat(type(function + "\nghe-keeper rebuild --plan"))
                    .isEqualTo("in the pod: ghe-keeper rebuild --plan");
            assertThat(type(function.replace("-it", "-i") + "\nghe-keeper rebuild --identity - < /dev/null"))
                    .isEqualTo("in the pod: ghe-keeper rebuild --identity -");
        }
    }

    /** It reads the words and sends nothing. */
    @Test
    void theRealCommandLineOfAwsKnowsEachLine() throws IOException {
        Assumptions.assumeTrue(
                Tool.run("bash", "-c", "command -v aws || true")
                        .lines()
                        .findAny()
                        .isPresent(),
                "no aws here");
        List<String> commands = commands().stream()
                .filter(command -> command.matches("aws (?!s3 ).*"))
                .toList();

        assertThat(commands).hasSizeGreaterThan(4);
        for (String command : commands) {
            Tool.run("bash", "-c", named(command) + " --region eu-west-1 --generate-cli-skeleton output");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kubectl get pods",
                "kubectl -n other get pods",
                "kubectl -n ghe-backup get nodes",
                "kubectl -n ghe-backup exec -it ghe-backup-0 -- ghe-keeper status",
                "kubectl -n ghe-backup exec -it statefulset-ghe-backup-0 -- sh",
                "kubectl -n ghe-backup scale statefulset ghe-backup --replicas=0",
                "kubectl -n ghe-backup scale statefulset statefulset-ghe-backup --replica=0",
                "kubectl -n ghe-backup delete pvc data-ghe-backup-statefulset-ghe-backup-0",
                "kubectl -n ghe-backup patch networkpolicy other --type=json -p '[]'",
                "kubectl -n ghe-backup patch networkpolicy ghe-backup --type=json -p '[]'",
                "kubectl apply -n ghe-backup -k k8s/other",
                "aws ec2 create-volume --snapshot snap-0abc --availability-zone eu-west-1a --volume-type gp3",
                "aws ec2 create-volume --snapshot-id snap-0abc --availability-zone eu-west-1 --volume-type gp3",
                "aws ec2 attach-volume --volume-id vol-0abc --instance-id i-0abc --device /dev/sdf",
                "aws autoscaling suspend-processes --auto-scaling-group-name other --scaling-processes Launch",
                "aws autoscaling suspend-processes --auto-scaling-group-name ghe-keeper-1-AppServer --scaling-processes Start",
                "aws s3 cp s3://other/prefix/restore.sh restore.sh"
            })
    void theStandInsRefuseWhatTheyDoNotKnow(String command) {
        assertThatThrownBy(() -> type(command)).isInstanceOf(IllegalStateException.class);
    }
}
