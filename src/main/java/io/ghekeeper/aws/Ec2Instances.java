package io.ghekeeper.aws;

import io.ghekeeper.aws.Ec2Forms.UnfitAnswer;
import io.ghekeeper.aws.QueryCalls.QueryAnswer;
import io.ghekeeper.failure.Failure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Instances of one Region and account, and snapshots of all volumes of one. Failures are of an AWS or NATIVE kind. */
public final class Ec2Instances {
    /** Each of them names instances by an address (DescribeInstances): the first one, further ones, and the public one. */
    private static final List<String> BY_ADDRESS =
            List.of("private-ip-address", "network-interface.addresses.private-ip-address", "ip-address");

    private final Ec2Calls calls;

    Ec2Instances(Ec2Calls calls) {
        this.calls = calls;
    }

    /** The instances that have one of these IPv4 addresses, in whatever state. */
    public List<Ec2Instance> at(Collection<String> addresses) {
        Map<String, Ec2Instance> found = new LinkedHashMap<>();
        if (addresses.isEmpty()) {
            return List.of();
        }
        for (String filter : BY_ADDRESS) {
            Map<String, String> parameters = new HashMap<>();
            Ec2Calls.filter(parameters, 1, filter, List.copyOf(addresses));
            calls.pages(
                            Ec2Calls.question(
                                    "looking for the instance with the address " + String.join(", ", addresses),
                                    "ec2:DescribeInstances",
                                    "*"),
                            "DescribeInstances",
                            parameters,
                            "reservationSet",
                            Ec2Forms::instances)
                    .all()
                    .forEach(all -> all.forEach(one -> found.put(one.id(), one)));
        }
        return List.copyOf(found.values());
    }

    /**
     * Asks for snapshots of the volumes of an instance, all of one instant, once. What was written is in them, and what its
     * memory held is not. EBS copies by itself from then on.
     *
     * @param withBoot whether the volume that it boots from is among them
     * @param tags are on each from the first instant
     * @throws Failure NATIVE_UNKNOWN where the answer was lost: they may have been made, and then they have the tags; any other
     *     kind where it is certain that none was made
     */
    public List<EbsSnapshot> createSnapshots(
            String instance, boolean withBoot, String description, Map<String, String> tags) {
        Deed deed = new Deed(
                "making snapshots of the volumes of " + instance,
                Ec2Calls.failures("ec2:CreateSnapshots", arns(instance)));
        QueryAnswer answer = calls.act(deed, "CreateSnapshots", creation(instance, withBoot, description, tags));
        try {
            List<EbsSnapshot> made = new ArrayList<>();
            for (XmlElement item : answer.root().items("snapshotSet")) {
                made.add(Ec2Forms.snapshotOfSeveral(item));
            }
            return List.copyOf(made);
        } catch (UnfitAnswer e) {
            throw Ec2Calls.unknown(Ec2Calls.unfit(deed, e));
        }
    }

    /** Requires the right to make them, by a call that makes none. Fails with NATIVE_DENIED where it is missing. */
    public void requireMayCreateSnapshots(String instance, boolean withBoot, Map<String, String> tags) {
        calls.tryOut(
                new Question(
                        "trying the right to make snapshots of the volumes of " + instance,
                        Ec2Calls.failures("ec2:CreateSnapshots and ec2:CreateTags", arns(instance))),
                "CreateSnapshots",
                creation(instance, withBoot, "", tags));
    }

    private static Map<String, String> creation(
            String instance, boolean withBoot, String description, Map<String, String> tags) {
        Map<String, String> parameters = new HashMap<>();
        parameters.put("InstanceSpecification.InstanceId", instance);
        parameters.put("InstanceSpecification.ExcludeBootVolume", Boolean.toString(!withBoot));
        if (!description.isEmpty()) {
            parameters.put("Description", description);
        }
        Ec2Calls.tagSpecification(parameters, "snapshot", tags);
        return parameters;
    }

    private static String arns(String instance) {
        return "arn:aws:ec2:*:*:instance/" + instance + ", arn:aws:ec2:*:*:volume/* and arn:aws:ec2:*::snapshot/*";
    }
}
