package io.ghekeeper.aws;

import java.util.List;
import java.util.Map;

/**
 * An EBS volume, as DescribeVolumes has it.
 *
 * @param id as {@code vol-0123456789abcdef0}
 * @param state as {@code in-use}
 * @param sizeGib in GiB
 * @param zone its availability zone
 * @param instances that it is attached to
 * @param tags texts of others
 */
public record EbsVolume(
        String id, String state, long sizeGib, String zone, List<String> instances, Map<String, String> tags) {
    /** The state of one that an instance has. */
    public static final String IN_USE = "in-use";

    public EbsVolume {
        instances = List.copyOf(instances);
        tags = Map.copyOf(tags);
    }
}
