package io.ghekeeper.aws;

import io.ghekeeper.text.PlainText;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** What EC2's answers say, of the API 2016-11-15. Whatever is not of its form is refused: nothing is guessed. */
final class Ec2Forms {
    private static final Pattern SNAPSHOT = Pattern.compile("snap-[0-9a-f]{8}([0-9a-f]{9})?");
    private static final Pattern VOLUME = Pattern.compile("vol-[0-9a-f]{8}([0-9a-f]{9})?");
    private static final Pattern IMAGE = Pattern.compile("ami-[0-9a-f]{8}([0-9a-f]{9})?");
    private static final Pattern INSTANCE = Pattern.compile("i-[0-9a-f]{8}([0-9a-f]{9})?");
    private static final Pattern DEVICE = Pattern.compile("/?[A-Za-z0-9][A-Za-z0-9/_-]{0,40}");
    private static final Pattern ZONE = Pattern.compile("[a-z0-9-]{1,40}");
    private static final Pattern STATE = Pattern.compile("[a-z-]{1,40}");
    private static final Pattern PROGRESS = Pattern.compile("(100|[0-9]{1,2})%?");
    private static final Pattern SIZE = Pattern.compile("[0-9]{1,9}");

    /** AWS names it so where a snapshot was copied. */
    private static final String NO_VOLUME = "vol-ffffffff";

    private Ec2Forms() {}

    /** An answer says something that EC2 never says. */
    static final class UnfitAnswer extends Exception {
        private static final long serialVersionUID = 1L;

        UnfitAnswer(String message) {
            super(message);
        }
    }

    static EbsSnapshot snapshot(XmlElement item) throws UnfitAnswer {
        return snapshot(item, "status");
    }

    /** As CreateSnapshots answers it: with another name of the state. */
    static EbsSnapshot snapshotOfSeveral(XmlElement item) throws UnfitAnswer {
        return snapshot(item, "state");
    }

    private static EbsSnapshot snapshot(XmlElement item, String state) throws UnfitAnswer {
        String volume = item.text("volumeId").orElse("");
        return new EbsSnapshot(
                required(item, "snapshotId", SNAPSHOT),
                volume.isEmpty() || volume.equals(NO_VOLUME) ? "" : required(item, "volumeId", VOLUME),
                required(item, state, STATE),
                instant(item, "startTime").orElseThrow(() -> new UnfitAnswer("a snapshot has no startTime")),
                progress(item),
                Long.parseLong(required(item, "volumeSize", SIZE)),
                item.text("description").orElse(""),
                tags(item));
    }

    static EbsVolume volume(XmlElement item) throws UnfitAnswer {
        List<XmlElement> attachments = item.items("attachmentSet");
        String[] instances = new String[attachments.size()];
        for (int i = 0; i < instances.length; i++) {
            instances[i] = required(attachments.get(i), "instanceId", INSTANCE);
        }
        return new EbsVolume(
                required(item, "volumeId", VOLUME),
                required(item, "status", STATE),
                Long.parseLong(required(item, "size", SIZE)),
                PlainText.of(item.text("availabilityZone").orElse("")),
                List.of(instances),
                tags(item));
    }

    /** The instances of a reservation. */
    static List<Ec2Instance> instances(XmlElement reservation) throws UnfitAnswer {
        List<Ec2Instance> all = new ArrayList<>();
        for (XmlElement item : reservation.items("instancesSet")) {
            all.add(instance(item));
        }
        return all;
    }

    private static Ec2Instance instance(XmlElement item) throws UnfitAnswer {
        List<Ec2Instance.AttachedVolume> volumes = new ArrayList<>();
        for (XmlElement mapped : item.items("blockDeviceMapping")) {
            Optional<XmlElement> ebs = mapped.find("ebs");
            if (ebs.isPresent()) {
                volumes.add(new Ec2Instance.AttachedVolume(
                        required(mapped, "deviceName", DEVICE), required(ebs.get(), "volumeId", VOLUME)));
            }
        }
        String id = required(item, "instanceId", INSTANCE);
        return new Ec2Instance(
                id,
                required(part(item, "instanceState", id), "name", STATE),
                required(part(item, "placement", id), "availabilityZone", ZONE),
                item.text("rootDeviceName").isPresent() ? required(item, "rootDeviceName", DEVICE) : "",
                volumes,
                tags(item));
    }

    private static XmlElement part(XmlElement item, String name, String id) throws UnfitAnswer {
        return item.find(name).orElseThrow(() -> new UnfitAnswer(id + " has no " + name));
    }

    /** What is asked for by its id is what must be answered. */
    static void requireId(String asked, String answered) throws UnfitAnswer {
        if (!answered.equals(asked)) {
            throw new UnfitAnswer("it is of " + answered + ", and " + asked + " was asked for");
        }
    }

    static String image(XmlElement item) throws UnfitAnswer {
        return required(item, "imageId", IMAGE);
    }

    /** The snapshots that an image is made of. */
    static List<String> snapshotsOf(XmlElement image) {
        return image.items("blockDeviceMapping").stream()
                .flatMap(device -> device.find("ebs").stream())
                .flatMap(ebs -> ebs.text("snapshotId").stream())
                .toList();
    }

    /** The id that an answer names. */
    static String snapshotId(XmlElement item) throws UnfitAnswer {
        return required(item, "snapshotId", SNAPSHOT);
    }

    static SnapshotLock lock(XmlElement item) throws UnfitAnswer {
        return new SnapshotLock(required(item, "lockState", STATE), instant(item, "lockExpiresOn"));
    }

    private static OptionalInt progress(XmlElement item) throws UnfitAnswer {
        Optional<String> text = item.text("progress");
        return text.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(
                        Integer.parseInt(required(item, "progress", PROGRESS).replace("%", "")));
    }

    private static Optional<Instant> instant(XmlElement item, String name) throws UnfitAnswer {
        Optional<String> text = item.text(name);
        try {
            return text.map(words -> OffsetDateTime.parse(words).toInstant());
        } catch (DateTimeException e) {
            throw new UnfitAnswer(name + " is no time: " + shown(text.orElse("")));
        }
    }

    private static Map<String, String> tags(XmlElement item) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (XmlElement tag : item.items("tagSet")) {
            tags.put(tag.text("key").orElse(""), tag.text("value").orElse(""));
        }
        return tags;
    }

    static Map.Entry<String, String> tag(XmlElement item) throws UnfitAnswer {
        return Map.entry(
                item.text("key").orElseThrow(() -> new UnfitAnswer("a tag has no key")),
                item.text("value").orElse(""));
    }

    private static String required(XmlElement item, String name, Pattern form) throws UnfitAnswer {
        String text = item.text(name).orElse("");
        if (!form.matcher(text).matches()) {
            throw new UnfitAnswer(name + " is " + (text.isEmpty() ? "missing" : shown(text)));
        }
        return text;
    }

    private static String shown(String text) {
        return "\"" + AwsFailures.brief(text) + "\"";
    }
}
