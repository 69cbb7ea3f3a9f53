package io.ghekeeper.aws;

import java.util.List;
import java.util.Map;

/**
 * An instance of EC2 with its EBS volumes, as DescribeInstances has it.
 *
 * @param id as {@code i-0123456789abcdef0}
 * @param state as {@code running}
 * @param zone its availability zone
 * @param rootDevice the device that it boots from, as {@code /dev/xvda}; an empty text where AWS names none
 * @param volumes in the order of AWS
 * @param tags texts of others
 */
public record Ec2Instance(
        String id,
        String state,
        String zone,
        String rootDevice,
        List<AttachedVolume> volumes,
        Map<String, String> tags) {
    /**
     * An EBS volume of an instance.
     *
     * @param device as {@code /dev/xvdf}
     * @param volume as {@code vol-0123456789abcdef0}
     */
    public record AttachedVolume(String device, String volume) {}

    public Ec2Instance {
        volumes = List.copyOf(volumes);
        tags = Map.copyOf(tags);
    }

    /** Those that it does not boot from. */
    public List<AttachedVolume> dataVolumes() {
        return volumes.stream().filter(one -> !one.device().equals(rootDevice)).toList();
    }
}
