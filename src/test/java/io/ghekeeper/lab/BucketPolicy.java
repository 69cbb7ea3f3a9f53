package io.ghekeeper.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * A document of docs/iam as the policy of a bucket of {@link Radosgw}, for {@link Radosgw#KEEPER}. Radosgw 16.2 refuses a whole policy
 * for two of its actions, which are taken out: {@link #UNKNOWN}. It knows no {@code s3:object-lock-remaining-retention-days}: by that
 * condition, it refuses each lock; and no KMS. Who may list by a prefix only gets 403 of it for an object that is not there; AWS,
 * and newer Ceph (https://tracker.ceph.com/issues/74398), take the object's name for the prefix then.
 */
public final class BucketPolicy {
    /** The prefix that the documents are for. */
    public static final String PREFIX = "production/";

    private static final Set<String> UNKNOWN = Set.of("s3:PutBucketOwnershipControls", "s3:PutEncryptionConfiguration");

    private BucketPolicy() {}

    /** Puts it in the place of the one that the bucket has. */
    public static void give(Radosgw radosgw, String bucket, String file) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        String text = Files.readString(Path.of("docs/iam", file)).replace("example-ghe-archive", bucket);
        JsonNode policy = mapper.readTree(text);
        ArrayNode statements = mapper.createArrayNode();
        for (JsonNode one : policy.path("Statement")) {
            if (!one.path("Action").asText().startsWith("kms:")) {
                ObjectNode statement = (ObjectNode) one;
                statement.putObject("Principal").putArray("AWS").add("arn:aws:iam:::user/" + Radosgw.KEEPER);
                keepKnown(statement);
                statements.add(statement);
            }
        }
        ((ObjectNode) policy).set("Statement", statements);
        radosgw.asOwner(
                owner -> owner.putBucketPolicy(request -> request.bucket(bucket).policy(policy.toString())));
    }

    private static void keepKnown(ObjectNode statement) {
        boolean unknown = statement.path("Condition").has("NumericLessThanEquals");
        boolean prefix = statement.path("Condition").path("StringLike").has("s3:prefix");
        if (unknown || prefix) {
            statement.remove("Condition");
        }
        if (statement.path("Action").isArray()) {
            ArrayNode actions = statement.arrayNode();
            for (JsonNode action : statement.path("Action")) {
                if (!UNKNOWN.contains(action.asText())) {
                    actions.add(action);
                }
            }
            statement.set("Action", actions);
        }
    }
}
