package io.ghekeeper.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ghekeeper.config.Configuration;
import io.ghekeeper.config.ConfigurationReader;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.key.KeySettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** senza/ghe-keeper.yaml against what reads it: Senza, Taupage and ghe-keeper's own configuration. */
class SenzaDefinitionTest {
    /** What stands in docs/iam, too. */
    private static final Map<String, String> VALUES = Map.of(
            "AccountInfo.Region", "eu-west-1",
            "AccountInfo.AccountID", "111122223333",
            "AccountInfo.VpcID", "vpc-0",
            "Arguments.ImageVersion", "0.1.0",
            "Arguments.ApplianceHost", "github.example.com",
            "Arguments.KmsKeyId", "00000000-0000-0000-0000-000000000000",
            "Arguments.VolumeName", "ghe-backup-data",
            "Arguments.MintBucket", "example-mint-bucket");

    /** registry/organisation/name:tag, as Taupage's Docker runtime takes it apart. */
    private static final Pattern IMAGE = Pattern.compile("[^/:]+/[^/:]+/[^/:]+:(?!latest$)(?!.*SNAPSHOT)[\\w.-]+");

    private final SenzaDefinition shipped = SenzaDefinition.shipped();
    private final SenzaDefinition deployed = shipped.with(VALUES);

    @Test
    void holdsOnlyWhatSenzaAndTaupageKnow() {
        assertThat(shipped.problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "erase_on_boot: false, erase_on_bot: false, erase_on_bot is unknown",
        "read_only: true, readonly: true, readonly is unknown",
        "read_only: true, read_only: 'yes', read_only is no Boolean",
        "kms_private_ssh_key:, kms_private_key:, kms_private_ssh_key is missing",
        "Maximum: 1, Max: 1, AutoScaling.Maximum is missing",
        "IamRoles:, IamRole:, GheKeeper.IamRole is unknown",
        "SecurityGroupEgress:, Egress:, Properties.Egress is unknown",
        "Senza::IamRole, Senza::Role, has the unknown type Senza::Role",
        "StackName: ghe-keeper, Stackname: ghe-keeper, SenzaInfo.Stackname is unknown"
    })
    void aPlantedMistakeIsFound(String right, String wrong, String problem) {
        assertThat(shipped.text()).contains(right);

        SenzaDefinition broken = SenzaDefinition.of(shipped.text().replace(right, wrong));

        assertThat(broken.problems()).anySatisfy(found -> assertThat(found).contains(problem));
    }

    @Test
    void everyPlaceholderIsAParameterOrTheAccountsOwnAndEveryParameterIsUsed() {
        List<String> parameters =
                shipped.parameters().stream().map(name -> "Arguments." + name).toList();
        List<String> account = SenzaKnowledge.ACCOUNT_INFO.stream()
                .map(name -> "AccountInfo." + name)
                .toList();

        assertThat(shipped.placeholders())
                .allSatisfy(name -> assertThat(name).matches("(Arguments|AccountInfo)\\..+"))
                .containsAll(parameters)
                .allMatch(name -> parameters.contains(name) || account.contains(name));
    }

    @Test
    void theImageIsOneThatTaupageTakes() {
        assertThat(deployed.taupage("source").toString()).matches(IMAGE);
        assertThat(deployed.taupage("runtime")).isEqualTo("Docker");
        for (String refused :
                List.of("registry.example.com/ghe-keeper:1", "r/o/n:latest", "r/o/n:1-SNAPSHOT", "r/o/n")) {
            assertThat(refused).doesNotMatch(IMAGE);
        }
    }

    @Test
    void theEnvironmentIsAWholeConfiguration() {
        Configuration read = configuration(deployed.environment());

        assertThat(read.appliance().host()).isEqualTo("github.example.com");
        assertThat(read.key().source()).isEqualTo(KeySettings.Source.TAUPAGE);
        assertThat(read.key().file()).hasToString("/meta/taupage.yaml");
        assertThat(read.kms().encryptionContext()).isEqualTo(Map.of("application", "ghe-keeper"));
        assertThat(deployed.environment()).containsEntry("AWS_REGION", "eu-west-1");
    }

    @Test
    void aMisspeltVariableIsFound() {
        Map<String, String> environment = new LinkedHashMap<>(deployed.environment());
        environment.put("GHE_KEEPER_KEY_SORCE", environment.remove("GHE_KEEPER_KEY_SOURCE"));

        assertThatThrownBy(() -> configuration(environment))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("GHE_KEEPER_KEY_SOURCE, the nearest known one");
    }

    /** Taupage decrypts what begins with aws:kms: there, and hands it to docker as an argument. */
    @Test
    void nothingSecretIsInTheEnvironment() {
        assertThat(deployed.environment().values()).noneMatch(value -> value.startsWith("aws:kms:"));
        assertThat(deployed.taupage("kms_private_ssh_key").toString()).startsWith("aws:kms:REPLACE");
    }

    @Test
    void everythingThatIsWrittenIsOnTheVolumeOrInMemory() {
        Configuration read = configuration(deployed.environment());

        assertThat(deployed.taupage("root")).isEqualTo(false);
        assertThat(deployed.taupage("read_only")).isEqualTo(true);
        assertThat(mountOf(read.key().directory())).isEqualTo("tmpfs");
        assertThat(mountOf(Path.of("/tmp"))).isEqualTo("tmpfs");
        for (Path path : List.of(
                read.data().directory(),
                read.journal().directory(),
                read.appliance().knownHosts())) {
            assertThat(mountOf(path)).as(path.toString()).isEqualTo("ext4");
        }
        assertThat(deployed.taupage("mounts", "/data", "partition")).isIn(partitions());
    }

    @Test
    void nothingIsEverFormattedAndNoTagIsLookedUp() {
        mounts().forEach((path, mount) ->
                assertThat(mount.get("erase_on_boot")).as(path).isEqualTo(false));
    }

    @Test
    void thereIsOneInstanceInTheVolumesZoneWithoutAPublicAddress() {
        assertThat(shipped.at("GheKeeper", "AutoScaling", "Minimum")).isEqualTo(1);
        assertThat(shipped.at("GheKeeper", "AutoScaling", "Maximum")).isEqualTo(1);
        assertThat(shipped.at("Configuration", "AvailabilityZones"))
                .isEqualTo(List.of("{{Arguments.AvailabilityZone}}"));
        assertThat(shipped.at("GheKeeper", "AssociatePublicIpAddress")).isEqualTo(false);
    }

    /** Taupage gives an instance up whose path does not answer, and this version opens no port. */
    @Test
    void noHealthIsAskedForWhereNothingAnswers() {
        assertThat(((Map<?, ?>) shipped.taupage()).keySet())
                .noneMatch(key -> key.equals("health_check_path") || key.equals("healthcheck"));
        assertThat(shipped.taupage("ports")).isEqualTo(Map.of(8080, 8080));
    }

    @Test
    void theWayOutIsToTheAppliancesPortAndToAws() {
        Object rules = SenzaDefinition.at(
                shipped.tree(), "Resources", "GheKeeperSecurityGroup", "Properties", "SecurityGroupEgress");

        assertThat(((List<?>) rules).stream().map(rule -> ((Map<?, ?>) rule).get("ToPort")))
                .isEqualTo(List.of(
                        configuration(deployed.environment()).appliance().port(), 443));
    }

    @Test
    void theRoleIsTheOneThatTheDocsExplain() throws IOException {
        ObjectMapper json = new ObjectMapper();
        Map<?, ?> policy = (Map<?, ?>) ((List<?>) deployed.at("GheKeeperRole", "Policies")).get(0);
        JsonNode inline = json.valueToTree(policy.get("PolicyDocument"));

        assertThat(inline).isEqualTo(json.readTree(Path.of("docs/iam/ec2.json").toFile()));
        assertThat(shipped.at("GheKeeper", "IamRoles")).isEqualTo(List.of(Map.of("Ref", "GheKeeperRole")));
    }

    private static Configuration configuration(Map<String, String> environment) {
        return new ConfigurationReader(environment)
                .read(Path.of("/nowhere/ghe-keeper.yaml"), false)
                .configuration();
    }

    private Map<String, Map<?, ?>> mounts() {
        Map<String, Map<?, ?>> mounts = new LinkedHashMap<>();
        ((Map<?, ?>) deployed.taupage("mounts"))
                .forEach((path, mount) -> mounts.put(String.valueOf(path), (Map<?, ?>) mount));
        return mounts;
    }

    private Object mountOf(Path path) {
        return mounts().entrySet().stream()
                .filter(mount -> path.startsWith(mount.getKey()))
                .findFirst()
                .map(mount -> mount.getValue().get("filesystem"))
                .orElse(null);
    }

    private List<Object> partitions() {
        return List.copyOf(((Map<?, ?>) deployed.taupage("volumes", "ebs")).keySet());
    }
}
