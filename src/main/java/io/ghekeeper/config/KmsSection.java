package io.ghekeeper.config;

import io.ghekeeper.aws.KmsSettings;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** The keys of the section {@code kms}, and the {@link KmsSettings} that they build. */
final class KmsSection {
    static final Section SECTION = new Section("kms", "AWS KMS, which decrypts the key.");

    static final Key<String> REGION = SECTION.clearable(
            "region",
            Types.text(
                    "AWS region",
                    "the name of an AWS region, as eu-west-1",
                    "[a-z]{2,8}(-[a-z]{2,12}){1,3}-[0-9]{1,2}"),
            "eu-west-1",
            "Region used where the SDK's own chain (AWS_REGION, profile, instance) names none. `null`: that chain"
                    + " alone.");
    static final Key<URI> ENDPOINT = SECTION.optional(
            "endpoint",
            Types.endpoint(),
            "https://kms.eu-west-1.amazonaws.com",
            "Endpoint of KMS instead of the region's own, for VPC endpoints and tests.");
    static final Key<Map<String, String>> ENCRYPTION_CONTEXT = SECTION.defaulted(
            "encryption-context",
            new ValueType.MapOf("map of texts", (name, value) -> Optional.empty()),
            "{}",
            "Encryption context that the key was encrypted with. It is no secret: AWS shows it in CloudTrail.");

    private KmsSection() {}

    static KmsSettings settings(Settings settings) {
        return new KmsSettings(settings.find(REGION), settings.find(ENDPOINT), settings.get(ENCRYPTION_CONTEXT));
    }
}
