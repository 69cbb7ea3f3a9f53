package io.ghekeeper.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The policies of docs/iam against what the code calls, and what Taupage calls with the definition in senza/. */
class IamPoliciesTest {
    /** handle_ebs_volumes of its 10-prepare-disks.py; with erase_on_boot given, it asks for no tags. */
    private static final Set<String> TAUPAGE = Set.of("ec2:DescribeVolumes", "ec2:AttachVolume");

    /** Of a client, and no operation of the service. */
    private static final Set<String> NO_OPERATION = Set.of("builder", "create", "close", "serviceName");

    private static final String CONTEXT = "/Condition/StringEquals/kms:EncryptionContext:application";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ec2.json",
                "kubernetes.json",
                "kubernetes-trust.json",
                "encrypt.json",
                "native-take.json",
                "native-protect.json",
                "native-tags.json",
                "native-undo.json",
                "native-expire.json"
            })
    void isAPolicyThatGivesAwayNoMoreThanItNames(String file) {
        assertThat(IamPolicy.named(file).problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kms:Decrypt | kms:* | is not one action",
                "\"Sid\" | \"Id\" | Id is unknown",
                "\"Effect\": \"Allow\" | \"Effect\": \"Deny\" | an Effect other than Allow",
                "arn:aws:s3:::example-mint-bucket/ghe-keeper/* | * | is too wide or no ARN",
                "StringEquals | StringLike | is no exact condition",
                "StringEquals | StringEqualsIfExists | is no exact condition",
                ": \"ghe-backup-data\" | : \"ghe-*\" | is not held to one value",
                "\"Condition\" | \"Conditions\" | no condition",
                "AttachTheVolume | FindTheVolume | twice there",
                "2012-10-17 | 2008-10-17 | Version is"
            })
    void aPlantedMistakeIsFound(String right, String wrong, String problem) throws IOException {
        String text = Files.readString(Path.of("docs/iam/ec2.json"));
        assertThat(text).contains(right);

        List<String> problems = IamPolicy.of(text.replace(right, wrong)).problems();

        assertThat(problems).anySatisfy(found -> assertThat(found).contains(problem));
    }

    /** What the store of the archive calls, and the actions of IAM that let it. Deletion, and copies that cost, are of other roles. */
    private static final Map<String, Set<String>> OF_STORES = Map.ofEntries(
            Map.entry("s3:GetObject", Set.of("s3:GetObject", "s3:GetObjectVersion")),
            Map.entry("s3:HeadObject", Set.of("s3:GetObject", "s3:GetObjectVersion")),
            Map.entry("s3:GetObjectRetention", Set.of("s3:GetObjectRetention")),
            Map.entry("s3:PutObject", Set.of("s3:PutObject", "s3:PutObjectRetention")),
            Map.entry("s3:PutObjectRetention", Set.of("s3:PutObjectRetention")),
            Map.entry("s3:ListObjectsV2", Set.of("s3:ListBucket")),
            Map.entry("s3:ListObjectVersions", Set.of("s3:ListBucketVersions")),
            Map.entry("s3:GetBucketVersioning", Set.of("s3:GetBucketVersioning")),
            Map.entry("s3:GetObjectLockConfiguration", Set.of("s3:GetBucketObjectLockConfiguration")),
            Map.entry("s3:RestoreObject", Set.of()),
            Map.entry("s3:DeleteObject", Set.of()));

    @Test
    void theKeeperMayDoAtTheArchiveWhatItsStoreCallsButDelete() {
        Set<String> allowed = new TreeSet<>();
        OF_STORES.values().forEach(allowed::addAll);

        assertThat(actions("archive.json", "Allow")).isEqualTo(allowed);
        assertThat(actions("archive.json", "Deny"))
                .contains(
                        "s3:DeleteObject",
                        "s3:DeleteObjectVersion",
                        "s3:BypassGovernanceRetention",
                        "s3:PutBucketVersioning",
                        "s3:PutBucketObjectLockConfiguration",
                        "s3:PutLifecycleConfiguration",
                        "s3:PutBucketPolicy",
                        "s3:DeleteBucket")
                .doesNotContainAnyElementsOf(allowed);
        assertThat(IamPolicy.named("archive.json").statements())
                .allSatisfy(statement ->
                        assertThat(statement.path("Resource").asText()).startsWith("arn:aws:s3:::example-ghe-archive"));
    }

    /** What a prune run calls of a store, on a bucket with versions. */
    @Test
    void theRoleThatPrunesMayDeleteVersionsAndAnnounceAndNoMore() {
        assertThat(actions("archive-prune.json", "Allow"))
                .containsExactlyInAnyOrder(
                        "s3:GetObject",
                        "s3:GetObjectVersion",
                        "s3:GetObjectRetention",
                        "s3:DeleteObjectVersion",
                        "s3:PutObject",
                        "s3:ListBucket",
                        "s3:ListBucketVersions");
        assertThat(resources("archive-prune.json", "Announce"))
                .containsExactly("arn:aws:s3:::example-ghe-archive/production/prune/*");
        assertThat(resources("archive-prune.json", "DeleteVersions"))
                .containsExactly(Stream.of("manifests", "packs", "prune", "snapshots", "tombstones", "units")
                        .map(folder -> "arn:aws:s3:::example-ghe-archive/production/" + folder + "/*")
                        .toArray(String[]::new));
        assertThat(actions("archive-prune.json", "Deny"))
                .contains("s3:BypassGovernanceRetention", "s3:PutObjectRetention", "s3:PutLifecycleConfiguration");
    }

    @Test
    void whoRestoresMayReadAndWarmUpOnly() {
        assertThat(actions("archive-restore.json", "Allow"))
                .containsExactlyInAnyOrder(
                        "s3:GetObject",
                        "s3:GetObjectVersion",
                        "s3:RestoreObject",
                        "s3:ListBucket",
                        "s3:ListBucketVersions",
                        "kms:Decrypt");
        assertThat(actions("archive-restore.json", "Deny"))
                .contains("s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion", "s3:BypassGovernanceRetention");
    }

    /** No two roles of the archive can do what one of them must not. */
    @Test
    void noRoleOfTheArchiveMayChangeTheBucket() {
        Set<String> changes = new TreeSet<>(actions("archive.json", "Deny"));
        changes.removeIf(action -> !action.contains("Bucket") && !action.contains("Configuration"));
        assertThat(changes).hasSizeGreaterThan(5);
        for (String file : List.of("archive-prune.json", "archive-restore.json")) {
            assertThat(actions(file, "Deny")).as(file).containsAll(changes);
            assertThat(actions(file, "Allow")).as(file).doesNotContainAnyElementsOf(actions(file, "Deny"));
        }
    }

    private static List<String> resources(String file, String sid) {
        return IamPolicy.named(file).statements().stream()
                .filter(statement -> statement.path("Sid").asText().equals(sid))
                .map(statement -> statement.path("Resource"))
                .flatMap(resource -> resource.isTextual()
                        ? Stream.of(resource.asText())
                        : StreamSupport.stream(resource.spliterator(), false).map(JsonNode::asText))
                .toList();
    }

    private static Set<String> actions(String file, String effect) {
        Set<String> actions = new TreeSet<>();
        IamPolicy.named(file).statements().stream()
                .filter(statement -> statement.path("Effect").asText().equals(effect))
                .map(statement -> statement.path("Action"))
                .forEach(action -> {
                    action.forEach(one -> actions.add(one.asText()));
                    if (action.isTextual()) {
                        actions.add(action.asText());
                    }
                });
        return actions;
    }

    @Test
    void theSampleOfAnS3UriIsBelowThePrefixOfEveryPolicy() throws IOException {
        String reference = Files.readString(Path.of("docs/configuration.md"));
        assertThat(reference).contains("`s3://example-mint-bucket/ghe-keeper/");
        for (String file : List.of("ec2.json", "kubernetes.json")) {
            assertThat(Path.of("docs/iam", file)).content().contains("arn:aws:s3:::example-mint-bucket/ghe-keeper/*");
        }
    }

    @Test
    void whateverTheCodeCallsIsAllowedAndNothingElse() {
        Set<String> called = new java.util.TreeSet<>(called());

        assertThat(called).containsAll(OF_STORES.keySet());
        called.removeAll(OF_STORES.keySet());
        called.add("s3:GetObject"); // of the key, too
        assertThat(called).containsExactlyInAnyOrder("kms:Decrypt", "kms:Encrypt", "s3:GetObject");
        assertThat(union(
                        IamPolicy.named("kubernetes.json").actions(),
                        IamPolicy.named("encrypt.json").actions()))
                .as("a pod, and who encrypts")
                .isEqualTo(called);
        assertThat(union(
                        IamPolicy.named("ec2.json").actions(),
                        IamPolicy.named("encrypt.json").actions()))
                .as("an instance, and who encrypts")
                .isEqualTo(union(called, TAUPAGE));
    }

    @Test
    void whatRunsMayNotEncryptAndWhoEncryptsMayNotDecrypt() {
        assertThat(IamPolicy.named("kubernetes.json").actions()).doesNotContain("kms:Encrypt");
        assertThat(IamPolicy.named("ec2.json").actions()).doesNotContain("kms:Encrypt");
        assertThat(IamPolicy.named("encrypt.json").actions()).containsExactly("kms:Encrypt");
    }

    @Test
    void allSpeakOfTheSameKeyAndEncryptionContext() {
        List<JsonNode> statements = Stream.of("ec2.json", "kubernetes.json", "encrypt.json")
                .flatMap(file -> IamPolicy.named(file).statements().stream())
                .filter(statement -> statement.path("Action").asText().startsWith("kms:"))
                .toList();

        assertThat(statements).hasSize(3);
        assertThat(statements)
                .extracting(statement -> statement.path("Resource").asText())
                .containsOnly(statements.get(0).path("Resource").asText());
        assertThat(statements)
                .extracting(statement -> statement.at(CONTEXT).asText())
                .containsOnly("ghe-keeper");
    }

    @Test
    void aPodsRoleIsOneServiceAccounts() {
        JsonNode trust = IamPolicy.named("kubernetes-trust.json").statements().get(0);
        String provider = trust.at("/Principal/Federated").asText().replaceFirst(".*:oidc-provider/", "");
        JsonNode tests = trust.at("/Condition/StringEquals");

        assertThat(trust.path("Action").asText()).isEqualTo("sts:AssumeRoleWithWebIdentity");
        assertThat(tests.size()).isEqualTo(2);
        assertThat(tests.path(provider + ":aud").asText()).isEqualTo("sts.amazonaws.com");
        assertThat(tests.path(provider + ":sub").asText()).matches("system:serviceaccount:[a-z-]+:[a-z-]+");
    }

    @Test
    void everyStatementIsExplained() throws IOException {
        String page = Files.readString(Path.of("docs/iam/README.md"));
        for (String file : List.of(
                "ec2.json",
                "kubernetes.json",
                "kubernetes-trust.json",
                "encrypt.json",
                "archive.json",
                "archive-prune.json",
                "archive-restore.json",
                "native-take.json",
                "native-undo.json",
                "native-expire.json")) {
            String section = page.split("\n## \\[" + file + "]", -1)[1].split("\n## ", -1)[0];
            assertThat(section)
                    .as(file)
                    .contains(IamPolicy.named(file).sids().stream()
                            .map(sid -> "| `" + sid + "` |")
                            .toList());
        }
    }

    /** The operations of AWS's clients that the code calls, as IAM names them. */
    private static Set<String> called() {
        JavaClasses production = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.ghekeeper");
        return production.stream()
                .flatMap(type -> type.getMethodCallsFromSelf().stream())
                .filter(IamPoliciesTest::isOfAClient)
                .filter(call -> !NO_OPERATION.contains(call.getName()))
                .map(IamPoliciesTest::action)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isOfAClient(JavaMethodCall call) {
        return call.getTargetOwner().getPackageName().startsWith("software.amazon.awssdk.services.")
                && call.getTargetOwner().getSimpleName().endsWith("Client");
    }

    private static String action(JavaMethodCall call) {
        String service = call.getTargetOwner().getPackageName().split("\\.", -1)[4];
        String name = call.getName();
        return service + ":" + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }

    private static Set<String> union(Iterable<String> some, Iterable<String> more) {
        Set<String> both = new TreeSet<>();
        some.forEach(both::add);
        more.forEach(both::add);
        return both;
    }
}
