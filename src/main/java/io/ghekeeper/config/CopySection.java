package io.ghekeeper.config;

import io.ghekeeper.aws.S3AccessSettings;
import java.net.URI;

/** The keys of the section {@code copy}, and the {@link S3AccessSettings} that they build. */
final class CopySection {
    static final Section SECTION = new Section(
            "copy",
            "How the bucket is reached that `ghe-keeper archive copy --to s3://BUCKET/PREFIX` copies to. Without these, as that"
                    + " of `archive.store` is.");

    static final Key<String> PROFILE = SECTION.optional(
            "profile",
            Types.text("profile", "the name of a profile, of letters, digits and . _ -", "[A-Za-z0-9._-]{1,64}"),
            "offsite",
            "Profile of the AWS configuration (AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE) that has the credentials of"
                    + " another account or provider.");
    static final Key<String> REGION = SECTION.optional(
            "region",
            Types.text("region", "the name of a region, as eu-west-1", "[a-z0-9][a-z0-9-]{1,31}"),
            "eu-west-1",
            "Region of the bucket, as the provider names it.");
    static final Key<URI> ENDPOINT = SECTION.optional(
            "endpoint", Types.endpoint(), "https://s3.example.com", "Endpoint of S3 of another provider.");

    private CopySection() {}

    static S3AccessSettings settings(Settings settings) {
        return new S3AccessSettings(settings.find(PROFILE), settings.find(REGION), settings.find(ENDPOINT));
    }
}
