package io.ghekeeper.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.ghekeeper.aws.Aws;
import io.ghekeeper.aws.Ec2;
import io.ghekeeper.aws.Ec2Instances;
import io.ghekeeper.aws.Ec2Protection;
import io.ghekeeper.aws.KmsSettings;
import io.ghekeeper.lab.FakeEc2;
import io.ghekeeper.nativesnapshot.ExpiryRun;
import io.ghekeeper.nativesnapshot.NativeSettings.ExpirySettings;
import io.ghekeeper.snapshot.EvidenceFiles;
import io.ghekeeper.snapshot.FleetTags;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The policies of native snapshots against what the code calls, as a stand-in of EC2 sees it. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class NativePoliciesIT {
    private static final String VOLUME = "vol-0123456789abcdef0";
    private static final String SNAPSHOT = "snap-00000000000000001";
    private static final String INSTANCE = "i-0123456789abcdef0";
    private static final Map<String, String> TAGS = Map.of("ghe-keeper-label", "ghe-backup", "ghe-keeper-run", "run");

    private FakeEc2 fake;
    private Ec2 ec2;

    /** A call of the class {@link Ec2}. */
    private interface Ec2Call {
        void on(Ec2 ec2);
    }

    /** How each method of {@link Ec2} is called. */
    private static final Map<String, Ec2Call> CALLS = Map.ofEntries(
            Map.entry("volume", ec2 -> ec2.volume(VOLUME)),
            Map.entry("volumesWith", ec2 -> ec2.volumesWith("Name", "data")),
            Map.entry("instances", Ec2::instances),
            Map.entry("snapshot", ec2 -> ec2.snapshot(SNAPSHOT)),
            Map.entry("snapshotsWith", ec2 -> ec2.snapshotsWith("a", "b")),
            Map.entry("snapshotsOfVolume", ec2 -> ec2.snapshotsOfVolume(VOLUME)),
            Map.entry("createSnapshot", ec2 -> ec2.createSnapshot(VOLUME, "", TAGS)),
            Map.entry("requireMayCreateSnapshot", ec2 -> ec2.requireMayCreateSnapshot(VOLUME, TAGS)),
            Map.entry("deleteSnapshot", ec2 -> ec2.deleteSnapshot(SNAPSHOT)),
            Map.entry("requireMayDeleteSnapshot", ec2 -> ec2.requireMayDeleteSnapshot(SNAPSHOT)),
            Map.entry("locks", ec2 -> ec2.locks(List.of(SNAPSHOT))),
            Map.entry("imagesOf", ec2 -> ec2.imagesOf(List.of(SNAPSHOT))));

    /** How each method of {@link Ec2Instances} is called. */
    private static final Map<String, Consumer<Ec2Instances>> OF_INSTANCES = Map.of(
            "at", all -> all.at(List.of("192.0.2.1")),
            "createSnapshots", all -> all.createSnapshots(INSTANCE, false, "", TAGS),
            "requireMayCreateSnapshots", all -> all.requireMayCreateSnapshots(INSTANCE, false, TAGS));

    @BeforeEach
    void start() throws IOException {
        fake = new FakeEc2();
        fake.properties().forEach(System::setProperty);
        fake.ebs().volume(VOLUME, 200, Map.of("Name", "data"));
        fake.instances().run(INSTANCE, "github", "192.0.2.1", "vol-0000000a", "vol-0000000b");
        fake.ebs().plant(VOLUME, Instant.parse("2026-01-01T00:00:00Z"), TAGS);
        fake.ebs().plant(VOLUME, Instant.parse("2026-01-02T00:00:00Z"), TAGS);
        ec2 = new Aws(new KmsSettings(Optional.empty(), Optional.empty(), Map.of()), fake.environment())
                .ec2(Optional.empty(), Optional.empty());
    }

    @AfterEach
    void stop() {
        ec2.close();
        fake.properties().keySet().forEach(System::clearProperty);
        fake.close();
    }

    private static Set<String> allowed(String file) {
        return new TreeSet<>(IamPolicy.named(file).actions());
    }

    /** What was called, as IAM names it. */
    private Set<String> called() {
        return called(fake);
    }

    private static Set<String> called(FakeEc2 region) {
        return region.calls().stream()
                .flatMap(call -> call.parameters().containsKey("TagSpecification.1.ResourceType")
                        ? Stream.of("ec2:" + call.action(), "ec2:CreateTags")
                        : Stream.of("ec2:" + call.action()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The methods of {@link Ec2} that some classes call, and that call EC2. */
    private static Set<String> methods(Predicate<JavaClass> callers) {
        Set<String> methods = methods(Ec2.class, callers);
        methods.removeAll(Set.of("close", "region", "protection", "instances"));
        return methods;
    }

    private static Set<String> methods(Class<?> of, Predicate<JavaClass> callers) {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("io.ghekeeper").stream()
                        .filter(callers)
                        .flatMap(type -> type.getMethodCallsFromSelf().stream())
                        .filter(call -> call.getTargetOwner().isEquivalentTo(of))
                        .map(call -> call.getName())
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isOfExpiry(JavaClass type) {
        return type.getSimpleName().startsWith("Expiry");
    }

    private static boolean isOfTags(JavaClass type) {
        return type.getSimpleName().equals("TagFollow");
    }

    private static boolean isOfAws(JavaClass type) {
        return type.getPackageName().equals("io.ghekeeper.aws");
    }

    @Test
    void anExpiryNeedsWhatItsPolicyAllowsAndNoMore(@TempDir Path state) {
        new ExpiryRun(
                        ec2,
                        "ghe-backup",
                        new ExpirySettings(1, Optional.empty()),
                        new EvidenceFiles(state),
                        Clock.systemUTC())
                .run(plan -> true)
                .requireAll();

        assertThat(fake.ebs().ids()).hasSize(1);
        assertThat(called()).isEqualTo(allowed("native-expire.json"));
    }

    @Test
    void noOtherCodeCallsMoreThanTheKeepersPolicyAllows() {
        Set<String> methods = methods(type -> !isOfExpiry(type) && !isOfTags(type) && !isOfAws(type));
        methods.removeAll(Set.of("tags", "requireMayTag")); // of doctor, where tags are followed
        assertThat(methods).contains("createSnapshot", "snapshotsWith", "locks");
        assertThat(CALLS).containsKeys(methods.toArray(String[]::new));

        methods.forEach(name -> CALLS.get(name).on(ec2));

        assertThat(called()).isEqualTo(allowed("native-take.json"));
    }

    @Test
    void protectionNeedsWhatItsPolicyAllowsAndNoMore() throws IOException {
        Ec2Protection.LockRequest lock = new Ec2Protection.LockRequest("governance", 1, OptionalInt.empty());
        Map<String, Ec2Call> protect = Map.of(
                "lock", one -> one.protection().lock(SNAPSHOT, lock),
                "requireMayLock", one -> one.protection().requireMayLock(SNAPSHOT, lock),
                "share", one -> one.protection().share(SNAPSHOT, "444455556666"),
                "requireMayShare", one -> one.protection().requireMayShare(SNAPSHOT, "444455556666"),
                "copyUrl", one -> one.protection().copyUrl(SNAPSHOT, "eu-central-1"));
        Set<String> methods = methods(Ec2Protection.class, type -> !isOfAws(type));
        assertThat(methods).containsAll(protect.keySet()).hasSize(protect.size() + 2);
        protect.values().forEach(call -> call.on(ec2));

        try (FakeEc2 other = new FakeEc2("eu-central-1");
                Ec2 target = new Aws(new KmsSettings(Optional.empty(), Optional.empty(), Map.of()), Map.of())
                        .ec2(Optional.of("eu-central-1"), Optional.of(URI.create(other.endpoint())))) {
            other.copiesFrom(fake);
            Ec2Protection.CopyRequest copy = new Ec2Protection.CopyRequest(
                    SNAPSHOT, "eu-west-1", ec2.protection().copyUrl(SNAPSHOT, "eu-central-1"), Optional.empty());
            target.protection().requireMayCopy(copy, TAGS);
            target.protection().copy(copy, "", TAGS);
            target.snapshotsWith("a", "b");
            Set<String> all = called();
            all.addAll(called(other));

            assertThat(all).isEqualTo(allowed("native-protect.json"));
        }
    }

    @Test
    void followingTagsNeedsWhatItsPolicyAllowsAndNoMore() {
        ec2.tags(VOLUME);
        ec2.requireMayTag(VOLUME, FleetTags.LATEST);
        ec2.setTag(VOLUME, FleetTags.LATEST, "08");

        assertThat(called()).isEqualTo(allowed("native-tags.json"));
        assertThat(methods(type -> isOfTags(type))).contains("tags", "setTag");
    }

    @Test
    void noPolicyUnlocksASnapshot() {
        assertThat(allowed("native-protect.json")).doesNotContain("ec2:UnlockSnapshot", "ec2:DeleteSnapshot");
        assertThat(allowed("native-expire.json")).doesNotContain("ec2:UnlockSnapshot");
    }

    @Test
    void theWayBackNeedsWhatItsPolicyAllowsAndNoMore() {
        Set<String> methods = methods(Ec2Instances.class, type -> !isOfAws(type));
        assertThat(OF_INSTANCES).containsOnlyKeys(methods);

        methods.forEach(name -> OF_INSTANCES.get(name).accept(ec2.instances()));
        ec2.snapshotsWith("ghe-keeper-run", "run");

        assertThat(called()).isEqualTo(allowed("native-undo.json"));
        assertThat(methods(Ec2.class, type -> type.getSimpleName().equals("ApplianceSnapshots")))
                .containsExactly("close", "instances", "snapshotsWith");
    }

    @Test
    void onlyAnExpiryDeletes() {
        assertThat(methods(type -> isOfExpiry(type))).contains("deleteSnapshot");
        assertThat(methods(type -> !isOfExpiry(type) && !isOfAws(type))).doesNotContain("deleteSnapshot");
        assertThat(allowed("native-take.json")).doesNotContain("ec2:DeleteSnapshot");
        assertThat(allowed("native-expire.json")).doesNotContain("ec2:CreateSnapshot", "ec2:CreateTags");
    }

    @Test
    void deletesOnlyWhatHasOurLabel() {
        assertThat(IamPolicy.named("native-expire.json").statements().stream()
                        .filter(one -> one.path("Action").asText().equals("ec2:DeleteSnapshot"))
                        .map(one -> one.at("/Condition/StringEquals")
                                .path("aws:ResourceTag/ghe-keeper-label")
                                .asText()))
                .containsExactly("ghe-backup");
    }

    @ParameterizedTest
    @CsvSource({"native-take.json, CreateSnapshot", "native-undo.json, CreateSnapshots"})
    void tagsOnlyInTheCallThatMakesASnapshot(String file, String call) {
        assertThat(IamPolicy.named(file).statements().stream()
                        .filter(one -> one.path("Action").asText().equals("ec2:CreateTags"))
                        .map(one -> one.at("/Condition/StringEquals")
                                .path("ec2:CreateAction")
                                .asText()))
                .containsExactly(call);
    }
}
