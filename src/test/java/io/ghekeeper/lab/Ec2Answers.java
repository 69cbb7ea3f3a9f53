package io.ghekeeper.lab;

import static io.ghekeeper.lab.Ec2Documents.document;
import static io.ghekeeper.lab.Ec2Documents.tagSet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What {@link FakeEc2} answers to a call that is allowed, over {@link FakeEbs}. Lists come in pages of two. */
final class Ec2Answers {
    private static final int PAGE = 2;

    private final FakeEbs ebs;
    private final InstanceAnswers instances;
    private final Map<String, NextPage> nextPages = new HashMap<>();

    private final Ec2ProtectionAnswers protection;

    Ec2Answers(FakeEbs ebs, FakeInstances instances, String region) {
        this.ebs = ebs;
        this.instances = new InstanceAnswers(instances);
        this.protection = new Ec2ProtectionAnswers(ebs, region);
    }

    Ec2ProtectionAnswers protection() {
        return protection;
    }

    /** Where a list goes on, and the query that it is of. */
    private record NextPage(Map<String, String> query, int from) {}

    String of(String action, Map<String, String> parameters) throws FakeEbs.Refused {
        return switch (action) {
            case "DescribeVolumes" -> volumes(parameters);
            case "DescribeSnapshots" -> snapshots(parameters);
            case "DescribeLockedSnapshots" ->
                page(
                        parameters,
                        "snapshotSet",
                        ebs.seen().stream()
                                .filter(one -> !one.lock.isEmpty())
                                .map(one -> "<snapshotId>" + one.id + "</snapshotId><lockState>" + one.lock
                                        + "</lockState><lockExpiresOn>" + one.lockedUntil + "</lockExpiresOn>")
                                .toList());
            case "DescribeTags" ->
                page(
                        parameters,
                        "tagSet",
                        ebs.tagsOf(values(parameters, 1)).entrySet().stream()
                                .map(tag -> Ec2Documents.tag(tag))
                                .toList());
            case "CreateTags" -> {
                ebs.tagResource(parameters.get("ResourceId.1"), Ec2Documents.tags(parameters, "Tag."));
                yield document("CreateTagsResponse", "<return>true</return>");
            }
            case "DescribeImages" -> images(parameters);
            case "LockSnapshot", "ModifySnapshotAttribute", "CopySnapshot" -> protection.of(action, parameters);
            case "DescribeInstances" -> page(parameters, "reservationSet", instances.reservations(parameters));
            case "CreateSnapshots" -> instances.snapshots(parameters);
            case "CreateSnapshot" ->
                document(
                        "CreateSnapshotResponse",
                        Ec2Documents.snapshot(ebs.create(
                                parameters.get("VolumeId"),
                                parameters.getOrDefault("Description", ""),
                                Ec2Documents.tags(parameters))));
            default -> {
                ebs.delete(parameters.get("SnapshotId"));
                yield document("DeleteSnapshotResponse", "<return>true</return>");
            }
        };
    }

    private String volumes(Map<String, String> parameters) throws FakeEbs.Refused {
        String id = parameters.get("VolumeId.1");
        if (id != null && ebs.volumes().stream().noneMatch(one -> one.id().equals(id))) {
            throw new FakeEbs.Refused("InvalidVolume.NotFound", "The volume '" + id + "' does not exist.");
        }
        Predicate<Map<String, String>> fits = filter(parameters);
        return page(
                parameters,
                "volumeSet",
                ebs.volumes().stream()
                        .filter(one -> id == null || one.id().equals(id))
                        .filter(one -> fits.test(attributes(one.tags(), Map.of("volume-id", one.id()))))
                        .map(one -> "<volumeId>" + one.id() + "</volumeId><size>" + one.sizeGib()
                                + "</size><availabilityZone>eu-west-1a</availabilityZone><status>" + one.state()
                                + "</status>"
                                + (one.instance().isEmpty()
                                        ? "<attachmentSet/>"
                                        : "<attachmentSet><item><instanceId>" + one.instance()
                                                + "</instanceId></item></attachmentSet>")
                                + tagSet(one.tags()))
                        .toList());
    }

    private String snapshots(Map<String, String> parameters) throws FakeEbs.Refused {
        String id = parameters.get("SnapshotId.1");
        boolean own = "self".equals(parameters.get("Owner.1"));
        Predicate<Map<String, String>> fits = filter(parameters);
        List<FakeEbs.Snapshot> seen = ebs.seen();
        if (id != null && seen.stream().noneMatch(one -> one.id.equals(id))) {
            throw new FakeEbs.Refused("InvalidSnapshot.NotFound", "The snapshot '" + id + "' does not exist.");
        }
        return page(
                parameters,
                "snapshotSet",
                seen.stream()
                        .filter(one -> id == null || one.id.equals(id))
                        .filter(one -> !own || one.owner.equals(FakeEbs.OWN_ACCOUNT))
                        .filter(one ->
                                fits.test(attributes(one.tags, Map.of("volume-id", one.volume, "status", one.state))))
                        .map(Ec2Documents::snapshot)
                        .toList());
    }

    private String images(Map<String, String> parameters) throws FakeEbs.Refused {
        List<String> wanted = values(parameters, 1);
        return page(
                parameters,
                "imagesSet",
                ebs.images().entrySet().stream()
                        .filter(image -> image.getValue().stream().anyMatch(wanted::contains))
                        .map(image -> "<imageId>" + image.getKey() + "</imageId><blockDeviceMapping>"
                                + image.getValue().stream()
                                        .map(id -> "<item><ebs><snapshotId>" + id + "</snapshotId></ebs></item>")
                                        .collect(Collectors.joining())
                                + "</blockDeviceMapping>")
                        .toList());
    }

    private static Map<String, String> attributes(Map<String, String> tags, Map<String, String> others) {
        Map<String, String> all = new HashMap<>(others);
        tags.forEach((key, value) -> all.put("tag:" + key, value));
        return all;
    }

    private static Predicate<Map<String, String>> filter(Map<String, String> parameters) {
        Predicate<Map<String, String>> all = attributes -> true;
        for (int i = 1; parameters.containsKey("Filter." + i + ".Name"); i++) {
            String name = parameters.get("Filter." + i + ".Name");
            List<String> values = values(parameters, i);
            all = all.and(attributes -> values.contains(attributes.get(name)));
        }
        return all;
    }

    static List<String> values(Map<String, String> parameters, int filter) {
        List<String> values = new ArrayList<>();
        for (int i = 1; parameters.containsKey("Filter." + filter + ".Value." + i); i++) {
            values.add(parameters.get("Filter." + filter + ".Value." + i));
        }
        return values;
    }

    private String page(Map<String, String> parameters, String list, List<String> items) throws FakeEbs.Refused {
        Map<String, String> query = new TreeMap<>(parameters);
        NextPage page = Optional.ofNullable(query.remove("NextToken"))
                .map(token -> nextPages.getOrDefault(token, new NextPage(Map.of(), 0)))
                .orElse(new NextPage(query, 0));
        if (!page.query().equals(query)) {
            throw new FakeEbs.Refused("InvalidParameterValue", "The token is not valid.");
        }
        int from = Math.min(items.size(), page.from());
        int to = Math.min(items.size(), from + PAGE);
        String shown = items.subList(from, to).stream()
                .map(item -> "<item>" + item + "</item>")
                .collect(Collectors.joining("", "<" + list + ">", "</" + list + ">"));
        String next = "";
        if (to < items.size()) {
            String token = UUID.randomUUID().toString();
            nextPages.put(token, new NextPage(query, to));
            next = "<nextToken>" + token + "</nextToken>";
        }
        return document(parameters.get("Action") + "Response", shown + next);
    }
}
