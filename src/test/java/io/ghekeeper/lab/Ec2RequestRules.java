package io.ghekeeper.lab;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What EC2 2016-11-15 refuses of a request before it looks at any volume: unknown actions, parameters and filters, ids that have not
 * the form of one, and pages of a size that it does not have. The names and limits are those of EC2's API model.
 */
final class Ec2RequestRules {
    private static final Set<String> OF_ALL = Set.of("Action", "Version", "DryRun");
    private static final Set<String> OF_LISTS = Set.of("Filter.N.Name", "Filter.N.Value.N", "NextToken", "MaxResults");

    /** The parameters that each action knows beside those of all lists, with N for a number. */
    private static final Map<String, Set<String>> PARAMETERS = Map.ofEntries(
            Map.entry("DescribeTags", Set.of()),
            Map.entry("CreateTags", Set.of("ResourceId.N", "Tag.N.Key", "Tag.N.Value")),
            Map.entry("DescribeVolumes", Set.of("VolumeId.N")),
            Map.entry("DescribeSnapshots", Set.of("SnapshotId.N", "Owner.N")),
            Map.entry("DescribeLockedSnapshots", Set.of("SnapshotId.N")),
            Map.entry("DescribeImages", Set.of("Owner.N", "IncludeDeprecated", "IncludeDisabled")),
            Map.entry("DescribeInstances", Set.of("InstanceId.N")),
            Map.entry(
                    "CreateSnapshots",
                    Set.of(
                            "InstanceSpecification.InstanceId",
                            "InstanceSpecification.ExcludeBootVolume",
                            "Description",
                            "TagSpecification.N.ResourceType",
                            "TagSpecification.N.Tag.N.Key",
                            "TagSpecification.N.Tag.N.Value")),
            Map.entry(
                    "CreateSnapshot",
                    Set.of(
                            "VolumeId",
                            "Description",
                            "TagSpecification.N.ResourceType",
                            "TagSpecification.N.Tag.N.Key",
                            "TagSpecification.N.Tag.N.Value")),
            Map.entry("DeleteSnapshot", Set.of("SnapshotId")),
            Map.entry(
                    "LockSnapshot",
                    Set.of("SnapshotId", "LockMode", "LockDuration", "ExpirationDate", "CoolOffPeriod")),
            Map.entry("ModifySnapshotAttribute", Set.of("SnapshotId", "Attribute", "OperationType", "UserId.N")),
            Map.entry(
                    "CopySnapshot",
                    Set.of(
                            "SourceRegion",
                            "SourceSnapshotId",
                            "PresignedUrl",
                            "Description",
                            "Encrypted",
                            "KmsKeyId",
                            "TagSpecification.N.ResourceType",
                            "TagSpecification.N.Tag.N.Key",
                            "TagSpecification.N.Tag.N.Value")));

    /** The filters of each list that this stand-in can apply, beside those of tags. */
    private static final Map<String, Set<String>> FILTERS = Map.of(
            "DescribeTags", Set.of("resource-id"),
            "DescribeVolumes", Set.of("volume-id"),
            "DescribeSnapshots", Set.of("volume-id", "status"),
            "DescribeLockedSnapshots", Set.of(),
            "DescribeImages", Set.of("block-device-mapping.snapshot-id"),
            "DescribeInstances",
                    Set.of(
                            "instance-id",
                            "private-ip-address",
                            "network-interface.addresses.private-ip-address",
                            "ip-address"));

    private static final Map<String, Pattern> IDS = Map.of(
            "InstanceId", Pattern.compile("i-[0-9a-f]{8}([0-9a-f]{9})?"),
            "VolumeId", Pattern.compile("vol-[0-9a-f]{8}([0-9a-f]{9})?"),
            "SourceSnapshotId", Pattern.compile("snap-[0-9a-f]{8}([0-9a-f]{9})?"),
            "SnapshotId", Pattern.compile("snap-[0-9a-f]{8}([0-9a-f]{9})?"));
    private static final int MOST_VALUES = 200;
    private static final int FEWEST_RESULTS = 5;
    private static final int MOST_RESULTS = 1000;

    private Ec2RequestRules() {}

    static void require(String action, Map<String, String> parameters) throws FakeEbs.Refused {
        if (!"2016-11-15".equals(parameters.get("Version")) || !PARAMETERS.containsKey(action)) {
            throw new FakeEbs.Refused("InvalidAction", "The action " + action + " is not valid for this web service.");
        }
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            String name = parameter.getKey().replaceAll("\\.\\d+", ".N");
            boolean ofList = FILTERS.containsKey(action) && OF_LISTS.contains(name);
            if (!OF_ALL.contains(name) && !ofList && !PARAMETERS.get(action).contains(name)) {
                throw new FakeEbs.Refused(
                        "UnknownParameter", "The parameter " + parameter.getKey() + " is not recognized");
            }
            requireId(name.replace(".N", "").replaceFirst("^InstanceSpecification\\.", ""), parameter.getValue());
            if (name.equals("Filter.N.Name")) {
                requireFilter(action, parameter.getValue());
            }
        }
        requireSizes(parameters);
    }

    private static void requireId(String name, String value) throws FakeEbs.Refused {
        if (IDS.containsKey(name) && !IDS.get(name).matcher(value).matches()) {
            throw new FakeEbs.Refused(
                    "Invalid" + name.replace("Id", "ID") + ".Malformed", "Invalid id: \"" + value + "\"");
        }
    }

    private static void requireFilter(String action, String filter) throws FakeEbs.Refused {
        if (!filter.startsWith("tag:") && !FILTERS.get(action).contains(filter)) {
            throw new FakeEbs.Refused("InvalidParameterValue", "The filter '" + filter + "' is invalid");
        }
    }

    private static void requireSizes(Map<String, String> parameters) throws FakeEbs.Refused {
        if (parameters.keySet().stream()
                .anyMatch(name -> name.matches("Filter\\.\\d+\\.Value\\." + (MOST_VALUES + 1)))) {
            throw new FakeEbs.Refused("FilterLimitExceeded", "A filter has more than 200 values.");
        }
        String wanted = parameters.get("MaxResults");
        if (wanted == null) {
            return;
        }
        if (!wanted.matches("\\d{1,5}")
                || Integer.parseInt(wanted) < FEWEST_RESULTS
                || Integer.parseInt(wanted) > MOST_RESULTS) {
            throw new FakeEbs.Refused("InvalidParameterValue", "Value (" + wanted + ") for maxResults is invalid.");
        }
        if (parameters.containsKey("SnapshotId.1") || parameters.containsKey("VolumeId.1")) {
            throw new FakeEbs.Refused("InvalidParameterCombination", "maxResults and ids cannot both be given.");
        }
    }
}
