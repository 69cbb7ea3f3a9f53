package io.ghekeeper.aws;

import java.util.Optional;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Gives each request a body of a stated length, be it empty. Where a connection breaks, the JDK's client sends any other
 * request a second time by itself, beneath the SDK (HttpURLConnection: a request in streaming mode is not repeated).
 */
final class SentOnce implements ExecutionInterceptor {
    private static final String LENGTH = "Content-Length";

    @Override
    public SdkHttpRequest modifyHttpRequest(Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
        SdkHttpRequest request = context.httpRequest();
        return request.firstMatchingHeader(LENGTH).isPresent()
                        || context.requestBody().isPresent()
                ? request
                : request.copy(copy -> copy.putHeader(LENGTH, "0"));
    }

    @Override
    public Optional<RequestBody> modifyHttpContent(Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
        return context.requestBody().or(() -> Optional.of(RequestBody.empty()));
    }
}
