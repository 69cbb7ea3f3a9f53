package io.ghekeeper.lab;

import static io.ghekeeper.lab.Ec2Documents.document;
import static io.ghekeeper.lab.Ec2Documents.tagSet;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What {@link FakeEc2} answers of instances, over {@link FakeInstances}: each in a reservation of its own. */
final class InstanceAnswers {
    private final FakeInstances instances;

    InstanceAnswers(FakeInstances instances) {
        this.instances = instances;
    }

    /** The reservations that fit the filters. */
    List<String> reservations(Map<String, String> parameters) {
        return instances.all().stream()
                .filter(one -> fits(one, parameters))
                .map(one -> "<reservationId>r-0123456789abcdef0</reservationId><instancesSet><item>" + instance(one)
                        + "</item></instancesSet>")
                .toList();
    }

    private static boolean fits(FakeInstances.Instance one, Map<String, String> parameters) {
        for (int i = 1; parameters.containsKey("Filter." + i + ".Name"); i++) {
            Set<String> own = values(one, parameters.get("Filter." + i + ".Name"));
            if (Ec2Answers.values(parameters, i).stream().noneMatch(own::contains)) {
                return false;
            }
        }
        return true;
    }

    private static Set<String> values(FakeInstances.Instance one, String filter) {
        return switch (filter) {
            case "private-ip-address" -> Set.of(one.addresses.iterator().next());
            case "network-interface.addresses.private-ip-address" -> one.addresses;
            case "ip-address" -> Set.of(one.publicAddress);
            default -> Set.of(one.id);
        };
    }

    private static String instance(FakeInstances.Instance one) {
        return "<instanceId>" + one.id + "</instanceId><instanceState><code>16</code><name>" + one.state
                + "</name></instanceState><privateIpAddress>"
                + one.addresses.iterator().next()
                + "</privateIpAddress><placement><availabilityZone>eu-west-1a</availabilityZone></placement>"
                + "<rootDeviceType>ebs</rootDeviceType><rootDeviceName>/dev/xvda</rootDeviceName><blockDeviceMapping>"
                + one.devices.entrySet().stream()
                        .map(device -> "<item><deviceName>" + device.getKey() + "</deviceName><ebs><volumeId>"
                                + device.getValue() + "</volumeId><status>attached</status></ebs></item>")
                        .collect(Collectors.joining())
                + "</blockDeviceMapping>" + tagSet(Map.of("Name", one.name));
    }

    /** SnapshotInfo of EC2's API model: its state is not called a status. */
    String snapshots(Map<String, String> parameters) throws FakeEbs.Refused {
        List<FakeEbs.Snapshot> made = instances.snapshots(
                parameters.get("InstanceSpecification.InstanceId"),
                !"true".equals(parameters.get("InstanceSpecification.ExcludeBootVolume")),
                parameters.getOrDefault("Description", ""),
                Ec2Documents.tags(parameters));
        return document(
                "CreateSnapshotsResponse",
                made.stream()
                        .map(one -> "<item>"
                                + Ec2Documents.snapshot(one)
                                        .replace("<status>", "<state>")
                                        .replace("</status>", "</state>")
                                + "</item>")
                        .collect(Collectors.joining("", "<snapshotSet>", "</snapshotSet>")));
    }
}
