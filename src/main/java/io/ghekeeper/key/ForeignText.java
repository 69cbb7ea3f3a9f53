package io.ghekeeper.key;

import io.ghekeeper.failure.Failure;
import java.util.Arrays;
import java.util.regex.Pattern;

/** What people put where a private key belongs. The first that fits names it; the text itself is in no message. */
enum ForeignText {
    PUTTY("PuTTY-User-Key-File", "is in PuTTY's format", "Convert it with: puttygen key.ppk -O private-openssh"),
    CERTIFICATE_OF_SSH(
            "[a-z0-9-]+-cert-v01@openssh\\.com ",
            "is an SSH certificate, not the private key",
            "Give the file without -cert.pub."),
    PUBLIC(
            "(?:[\\w\"=,.*-]+ )?(?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-\\S+|sk-\\S+) AAAA|AAAA[BCE][23]N|ssh-|ecdsa-"
                    + "|-+ ?BEGIN (?:[A-Z0-9]+ )*PUBLIC KEY",
            "is a public key, not the private one",
            "Give the file without .pub."),
    FINGERPRINT(
            "(?:\\d+ )?(?:SHA256:|MD5:)", "is the fingerprint of a key, not the key", "Give the private key's file."),
    SSH_COM(
            "-+ ?BEGIN SSH2 ENCRYPTED PRIVATE KEY",
            "is in the format of ssh.com",
            "Convert it with: ssh-keygen -i -f FILE > id_key"),
    PROTOCOL_1("SSH PRIVATE KEY FILE FORMAT 1\\.1", "is a key of SSH protocol 1", KeyPlace.MAKE_ANOTHER),
    CERTIFICATE(
            "-+ ?BEGIN (?:TRUSTED )?(?:X509 )?CERTIFICATE",
            "is a certificate, not a private key",
            "Give the file that holds the private key."),
    ENCRYPTED_BY_AGE(
            "-+ ?BEGIN AGE ENCRYPTED FILE|age-encryption\\.org/",
            "is encrypted by age",
            "Decrypt it with: age -d; then encrypt it with: ghe-keeper key encrypt"),
    ENCRYPTED_BY_PGP(
            "-+ ?BEGIN PGP",
            "is a message or key of PGP",
            "Give the private SSH key; where PGP encrypted it, decrypt it first with: gpg -d"),
    ANSIBLE_VAULT(
            "\\$ANSIBLE_VAULT|(?:[\\w-]+: )?!vault",
            "is encrypted by Ansible Vault",
            "Decrypt it with: ansible-vault decrypt; then encrypt it with: ghe-keeper key encrypt"),
    SOPS("(?:[\\w-]+: )?ENC\\[", "is encrypted by SOPS", "Decrypt it with: sops -d; then use: ghe-keeper key encrypt"),
    VAULT_TRANSIT(
            "vault:v\\d+:",
            "is encrypted by HashiCorp Vault",
            "Decrypt it there; then encrypt it with: ghe-keeper key encrypt"),
    OTHER_PEM(
            "-+ ?BEGIN ",
            "is no private key: its BEGIN line says something else",
            "Give the private key's file, from its BEGIN line to its END line."),
    ARN("arn:aws[\\w-]*:", "is the name of something in AWS (an ARN), not the value itself", KeyPlace.PUT_VALUE),
    KEY_ID(
            "(?:mrk-)?[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$|alias/",
            "is the name of a KMS key, not the value itself", KeyPlace.PUT_VALUE),
    PLACEHOLDER(
            "(?:aws:kms:)?\\s*(?:\\{\\{|\\$\\{|\\$\\(|\\$\\w|<|\\(|%\\w+%|!Ref|!Sub)",
            "is a placeholder that nothing has filled in", KeyPlace.PUT_VALUE),
    FAILED_COMMAND(
            "An error occurred|Error|usage:|Unable to |bash:|sh:|[\\w-]+: command not found",
            "is the error message of a command, not a key",
            "Repeat the command that should have written it."),
    NOTHING(
            "(?:None|null|nil|undefined|true|false|~)$",
            "is a word for no value",
            "Repeat the command or query that should have given it."),
    FILE_NAME(
            "(?:file|fileb|s3|https?)://|(?:~|\\.{0,2})/[\\w./~@-]+$",
            "is the name of a file, not what is in it",
            "Put the file's content there, or let key.source and key.file name it."),
    JSON_WEB_KEY(
            "\\{[^}]*\"kty\"", "is a JSON web key", "Convert it to PEM, or: ssh-keygen -t ed25519 -N '' -f id_ed25519"),
    DOCUMENT(
            "[{\\[]|---\\n|[\\w.-]+: ",
            "is a document, not a key, and no key was found in it",
            "Put only the value there that ghe-keeper key encrypt prints."),
    END_ONLY(
            "(?s).*-+ ?END (?:[A-Z0-9]+ )*PRIVATE KEY",
            "is cut off: its BEGIN line is missing",
            "Copy the whole key again, from its BEGIN line to its END line.");

    private final Pattern beginning;
    private final String why;
    private final String hint;

    ForeignText(String beginning, String why, String hint) {
        this.beginning = Pattern.compile(beginning);
        this.why = why;
        this.hint = hint;
    }

    /** Whether a text is one of those that cannot be a ciphertext. */
    static boolean isKnown(String text) {
        return Arrays.stream(values()).anyMatch(one -> one.fits(text));
    }

    private boolean fits(String text) {
        return beginning.matcher(text).lookingAt();
    }

    /** @param text clean, and without a private key in it */
    static Failure refusal(String text, KeyPlace place) {
        return Arrays.stream(values())
                .filter(one -> one.fits(text))
                .findFirst()
                .map(one -> place.refusal(one.why, one.hint))
                .orElseGet(() -> unknown(text, place));
    }

    private static Failure unknown(String text, KeyPlace place) {
        if (text.isEmpty()) {
            return place.refusal("is empty", KeyPlace.PUT_VALUE);
        }
        boolean binary = text.chars().anyMatch(c -> c > 0x7F);
        return place.refusal(
                "is no private key ("
                        + (binary ? "it is not text" : text.length() + " characters, no BEGIN ... PRIVATE KEY line")
                        + ")",
                "Give the whole file that ssh-keygen wrote, from its BEGIN line to its END line.");
    }
}
