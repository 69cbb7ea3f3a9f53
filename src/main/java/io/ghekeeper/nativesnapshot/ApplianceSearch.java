package io.ghekeeper.nativesnapshot;

import io.ghekeeper.aws.Ec2;
import io.ghekeeper.aws.Ec2Instance;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which instance of EC2 an appliance is, by the addresses of its name. Exactly one must have them: nothing is guessed. An
 * address is of a network only. A person sees the instance in the plan, since another network may have the same address.
 */
final class ApplianceSearch {
    private static final String RUNNING = "running";

    private ApplianceSearch() {}

    /**
     * Finds its volumes.
     *
     * @param withBoot whether the volume that it boots from is meant, too
     * @throws Failure NATIVE_VOLUME_UNPROVEN where none or several fit, or it has no data volume; of an AWS or NATIVE kind
     *     where EC2 does not answer
     */
    static ApplianceVolumes find(String host, boolean withBoot, Ec2 ec2) {
        Ec2Instance instance = instance(host, ec2);
        if (!instance.state().equals(RUNNING)) {
            throw unproven(
                    instance.id() + ", the instance of " + host + ", is " + instance.state(),
                    "Check that " + host + " is the address of the appliance itself.");
        }
        if (instance.rootDevice().isEmpty()) {
            throw unproven(
                    "EC2 does not say which volume " + instance.id() + ", the instance of " + host + ", boots from",
                    "Take a snapshot of its data volumes by hand.");
        }
        if (instance.dataVolumes().isEmpty()) {
            throw unproven(
                    instance.id() + ", the instance of " + host + ", has no EBS volume but the one that it boots from",
                    "Check that " + host + " is an appliance: it keeps its data on a volume of its own.");
        }
        return ApplianceVolumes.of(host, instance, withBoot);
    }

    private static Ec2Instance instance(String host, Ec2 ec2) {
        Set<String> addresses = addresses(host);
        if (addresses.isEmpty()) {
            throw unproven(
                    host + " has no IPv4 address, by which EC2 could know it",
                    "Check the name service of this machine.");
        }
        String joined = String.join(", ", addresses);
        String known = joined.equals(host) ? host : joined + " of " + host;
        List<Ec2Instance> found = ec2.instances().at(addresses);
        if (found.size() != 1) {
            throw unproven(
                    found.isEmpty()
                            ? "no instance of this account and Region has the address " + known
                            : "several instances have the address " + known + ": "
                                    + found.stream()
                                            .map(Ec2Instance::id)
                                            .sorted()
                                            .collect(Collectors.joining(", ")),
                    found.isEmpty()
                            ? "Set native.region to the Region of the appliance, and check whose credentials these are."
                            : "Name the appliance by an address that only one instance has.");
        }
        return found.get(0);
    }

    private static Set<String> addresses(String host) {
        try {
            return Stream.of(InetAddress.getAllByName(host))
                    .filter(Inet4Address.class::isInstance)
                    .map(InetAddress::getHostAddress)
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (UnknownHostException unresolvable) {
            return Set.of();
        }
    }

    private static Failure unproven(String message, String hint) {
        return new Failure(FailureKind.NATIVE_VOLUME_UNPROVEN, message, hint);
    }
}
