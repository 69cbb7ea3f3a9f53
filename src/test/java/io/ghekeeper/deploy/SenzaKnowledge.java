package io.ghekeeper.deploy;

import static io.ghekeeper.deploy.SenzaShape.FLAG;
import static io.ghekeeper.deploy.SenzaShape.TEXT;
import static io.ghekeeper.deploy.SenzaShape.WHOLE;

import io.ghekeeper.deploy.SenzaShape.Anything;
import io.ghekeeper.deploy.SenzaShape.Known;
import io.ghekeeper.deploy.SenzaShape.ListOf;
import io.ghekeeper.deploy.SenzaShape.Named;
import java.util.Map;
import java.util.Set;

/**
 * The keys that Senza (github.com/zalando-stups/senza, senza/components) and Taupage (github.com/zalando-stups/taupage,
 * runtime/opt/taupage) read, of the components that are used here. Both pass over what they do not know, so that a
 * misspelt key would do nothing, silently.
 */
final class SenzaKnowledge {
    /** Attributes of Senza's AccountInfo. */
    static final Set<String> ACCOUNT_INFO =
            Set.of("Region", "AccountAlias", "AccountID", "TeamID", "Domain", "VpcID", "MintBucket");

    private static final SenzaShape MOUNT = new Known(
            Map.of("partition", TEXT, "filesystem", TEXT, "erase_on_boot", FLAG, "options", TEXT),
            Set.of("partition", "filesystem", "erase_on_boot"));

    private static final SenzaShape TAUPAGE = new Known(
                    Map.ofEntries(
                            Map.entry("application_id", TEXT),
                            Map.entry("application_version", TEXT),
                            Map.entry("runtime", TEXT),
                            Map.entry("source", TEXT),
                            Map.entry("mint_bucket", TEXT),
                            // Nothing of Taupage's: ghe-keeper reads it in /meta/taupage.yaml.
                            Map.entry("kms_private_ssh_key", TEXT),
                            Map.entry("root", FLAG),
                            Map.entry("read_only", FLAG),
                            Map.entry("privileged", FLAG),
                            Map.entry("capabilities_add", new ListOf(TEXT)),
                            Map.entry("capabilities_drop", new ListOf(TEXT)),
                            Map.entry(
                                    "volumes",
                                    new Known(Map.of("ebs", new Named(TEXT), "raid", new Anything()), Set.of())),
                            Map.entry("mounts", new Named(MOUNT)),
                            Map.entry("ports", new Named(WHOLE)),
                            Map.entry("environment", new Named(TEXT)),
                            Map.entry("health_check_port", WHOLE),
                            Map.entry("health_check_path", TEXT),
                            Map.entry("health_check_timeout_seconds", WHOLE)),
                    Set.of("application_version", "runtime", "source", "kms_private_ssh_key", "volumes", "mounts"))
            .and("hostname", "networking", "shm_size", "sysctl", "sysfs", "dockercfg", "notify_cfn", "healthcheck")
            .and("logging", "cloudwatch_logs", "mount_var_log", "mount_custom_log", "mount_certs", "ssh_ports")
            .and("application_logrotate_size", "application_logrotate_interval", "application_logrotate_rotate")
            .and("rsyslog_max_message_size", "rsyslog_aws_metadata", "keep_instance_users", "shutdown");

    private static final SenzaShape AUTO_SCALING = new Known(
                    Map.of("Minimum", WHOLE, "Maximum", WHOLE, "DesiredCapacity", WHOLE, "SuccessRequires", TEXT),
                    Set.of("Minimum", "Maximum"))
            .and("MetricType", "ScalingAdjustment", "Cooldown", "ScaleUpThreshold", "ScaleDownThreshold");

    private static final SenzaShape GROUP = new Known(
                    Map.of(
                            "Type", TEXT,
                            "InstanceType", TEXT,
                            "EbsOptimized", FLAG,
                            "AssociatePublicIpAddress", FLAG,
                            "SecurityGroups", new ListOf(new Anything()),
                            "IamRoles", new ListOf(new Anything()),
                            "AutoScaling", AUTO_SCALING,
                            "TaupageConfig", TAUPAGE),
                    Set.of("InstanceType", "SecurityGroups", "IamRoles", "AutoScaling", "TaupageConfig"))
            .and("Image", "Tags", "ElasticLoadBalancer", "ElasticLoadBalancerV2", "BlockDeviceMappings")
            .and("HealthCheckType", "HealthCheckGracePeriod", "TerminationPolicies", "InstanceMonitoring");

    /** By their type. */
    static final Map<String, SenzaShape> COMPONENTS = Map.of(
            "Senza::StupsAutoConfiguration",
            new Known(
                    Map.of("Type", TEXT, "VpcId", TEXT, "AvailabilityZones", new ListOf(TEXT), "PublicOnly", FLAG),
                    Set.of()),
            "Senza::IamRole",
            new Known(
                    Map.of(
                            "Type", TEXT,
                            "Path", TEXT,
                            "Policies",
                                    new ListOf(new Known(
                                            Map.of("PolicyName", TEXT, "PolicyDocument", new Anything()),
                                            Set.of("PolicyName", "PolicyDocument")))),
                    Set.of("Policies")),
            "Senza::TaupageAutoScalingGroup",
            GROUP);

    private static final SenzaShape RULE = new Known(
            Map.of("Description", TEXT, "IpProtocol", TEXT, "FromPort", WHOLE, "ToPort", WHOLE, "CidrIp", TEXT),
            Set.of("Description", "IpProtocol", "FromPort", "ToPort", "CidrIp"));

    private static final SenzaShape SECURITY_GROUP = new Known(
            Map.of(
                    "Type",
                    TEXT,
                    "Properties",
                    new Known(
                            Map.of(
                                    "GroupDescription",
                                    TEXT,
                                    "VpcId",
                                    TEXT,
                                    "SecurityGroupEgress",
                                    new ListOf(RULE),
                                    "SecurityGroupIngress",
                                    new ListOf(RULE)),
                            Set.of("GroupDescription", "VpcId", "SecurityGroupEgress"))),
            Set.of("Type", "Properties"));

    /** The whole document but for its components, which have one name each and a type. */
    static final SenzaShape DOCUMENT = new Known(
            Map.of(
                    "SenzaInfo",
                    new Known(
                            Map.of(
                                    "StackName",
                                    TEXT,
                                    "Parameters",
                                    new ListOf(new Named(new Known(
                                            Map.of("Description", TEXT, "Default", TEXT), Set.of("Description"))))),
                            Set.of("StackName", "Parameters")),
                    "SenzaComponents",
                    new ListOf(new Named(new Anything())),
                    "Resources",
                    new Named(SECURITY_GROUP)),
            Set.of("SenzaInfo", "SenzaComponents"));

    private SenzaKnowledge() {}
}
