package io.ghekeeper.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AWS KMS for tests: one key that really encrypts (AES-GCM, the encryption context as associated data), at an HTTP
 * endpoint of this machine. A test can make it fail as KMS fails.
 */
public final class FakeKms implements AutoCloseable {
    /** The only key that it has. */
    public static final String KEY_ID = "alias/ghe-backup";

    private static final String CRYPT = "crypt";

    private final WireMockServer server;

    private FakeKms() {
        server = new WireMockServer(WireMockConfiguration.options()
                .dynamicPort()
                .bindAddress("127.0.0.1")
                .extensions(new Crypt()));
        server.start();
        repair();
    }

    public static FakeKms start() {
        return new FakeKms();
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    /** Works again. */
    public void repair() {
        server.resetAll();
        server.stubFor(WireMock.post("/").willReturn(WireMock.aResponse().withTransformers(CRYPT)));
    }

    /** From now on gives this answer. */
    public void answer(ResponseDefinitionBuilder response) {
        server.resetAll();
        server.stubFor(WireMock.post("/").willReturn(response));
    }

    /** From now on answers with an error of KMS. */
    public void fail(int status, String code) {
        answer(WireMock.aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "application/x-amz-json-1.1")
                .withBody("{\"__type\":\"" + code + "\",\"message\":\"set to fail\"}"));
    }

    /** How many requests came since the last change. */
    public int requests() {
        return server.getAllServeEvents().size();
    }

    /** Who signed the requests that came since the last change, and for which region: {@code AKID/date/region/kms/...}. */
    public List<String> signers() {
        return server.getAllServeEvents().stream()
                .map(event -> event.getRequest().getHeader("Authorization"))
                .map(header -> header.replaceAll("(?s).*Credential=([^,]*),.*", "$1"))
                .toList();
    }

    @Override
    public void close() {
        server.stop();
    }

    private static final class Crypt implements ResponseDefinitionTransformerV2 {
        private static final int NONCE = 12;
        private static final int TAG_BITS = 128;

        private final ObjectMapper mapper = new ObjectMapper();
        private final SecureRandom random = new SecureRandom();
        private final byte[] key = new byte[32];

        Crypt() {
            random.nextBytes(key);
        }

        @Override
        public String getName() {
            return CRYPT;
        }

        @Override
        public boolean applyGlobally() {
            return false;
        }

        @Override
        public ResponseDefinition transform(ServeEvent event) {
            try {
                JsonNode request = mapper.readTree(event.getRequest().getBody());
                boolean encrypt = event.getRequest().getHeader("X-Amz-Target").endsWith(".Encrypt");
                byte[] context = request.path("EncryptionContext").toString().getBytes(StandardCharsets.UTF_8);
                return encrypt ? encrypt(request, context) : decrypt(request, context);
            } catch (IOException | GeneralSecurityException e) {
                return error("InvalidCiphertextException");
            }
        }

        private ResponseDefinition encrypt(JsonNode request, byte[] context) throws GeneralSecurityException {
            if (!request.path("KeyId").asText().equals(KEY_ID)) {
                return error("NotFoundException");
            }
            byte[] nonce = new byte[NONCE];
            random.nextBytes(nonce);
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, context)
                    .doFinal(
                            Base64.getDecoder().decode(request.path("Plaintext").asText()));
            byte[] blob = Arrays.copyOf(nonce, NONCE + sealed.length);
            System.arraycopy(sealed, 0, blob, NONCE, sealed.length);
            return json("CiphertextBlob", blob);
        }

        private ResponseDefinition decrypt(JsonNode request, byte[] context)
                throws IOException, GeneralSecurityException {
            byte[] blob = request.path("CiphertextBlob").binaryValue();
            if (blob.length <= NONCE) {
                return error("InvalidCiphertextException");
            }
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(blob, NONCE), context);
            return json("Plaintext", cipher.doFinal(blob, NONCE, blob.length - NONCE));
        }

        private Cipher cipher(int mode, byte[] nonce, byte[] context) throws GeneralSecurityException {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(context);
            return cipher;
        }

        private static ResponseDefinition json(String field, byte[] value) {
            return WireMock.aResponse()
                    .withHeader("Content-Type", "application/x-amz-json-1.1")
                    .withBody("{\"KeyId\":\"" + KEY_ID + "\",\"" + field + "\":\""
                            + Base64.getEncoder().encodeToString(value) + "\"}")
                    .build();
        }

        private static ResponseDefinition error(String code) {
            return WireMock.aResponse()
                    .withStatus(400)
                    .withHeader("Content-Type", "application/x-amz-json-1.1")
                    .withBody("{\"__type\":\"" + code + "\"}")
                    .build();
        }
    }
}
