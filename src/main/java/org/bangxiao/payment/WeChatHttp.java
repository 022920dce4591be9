package org.bangxiao.payment;

import com.wechat.pay.java.core.RSAPublicKeyConfig;
import com.wechat.pay.java.core.exception.HttpException;
import com.wechat.pay.java.core.http.AbstractHttpClient;
import com.wechat.pay.java.core.http.HttpRequest;
import com.wechat.pay.java.core.http.OriginalResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The way out of WeChat Pay's SDK, which signs what goes and checks what comes: by the JDK's client, to a gateway that
 * can be set. Only for worker threads.
 */
final class WeChatHttp extends AbstractHttpClient {
    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final String HOME = "https://api.mch.weixin.qq.com";

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final String gateway;

    WeChatHttp(RSAPublicKeyConfig keys, String gateway) {
        super(keys.createCredential(), keys.createValidator());
        this.gateway = gateway;
    }

    @Override
    protected OriginalResponse innerExecute(HttpRequest asked) {
        java.net.http.HttpRequest.Builder request = java.net.http.HttpRequest.newBuilder(
                        URI.create(asked.getUri().toString().replace(HOME, gateway)))
                .timeout(PATIENCE)
                .method(
                        asked.getHttpMethod().name(),
                        asked.getBody() instanceof com.wechat.pay.java.core.http.JsonRequestBody json
                                ? BodyPublishers.ofString(json.getBody())
                                : BodyPublishers.noBody());
        asked.getHeaders().getHeaders().forEach(request::setHeader);
        try {
            HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
            Map<String, String> headers = new HashMap<>();
            answer.headers().map().forEach((name, values) -> headers.put(spelled(name), values.get(0)));
            return new OriginalResponse.Builder()
                    .request(asked)
                    .headers(headers)
                    .statusCode(answer.statusCode())
                    .contentType(headers.get("Content-Type"))
                    .body(answer.body())
                    .build();
        } catch (IOException e) {
            throw new HttpException(asked, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HttpException(asked, e);
        }
    }

    @Override
    protected InputStream innerDownload(HttpRequest asked) {
        throw new UnsupportedOperationException("no bills are fetched");
    }

    @Override
    protected String getHttpClientInfo() {
        return "java.net.http";
    }

    /** As the SDK looks for it, however the wire spelled it: {@code Wechatpay-Signature}. */
    private static String spelled(String name) {
        return Stream.of(name.toLowerCase(Locale.ROOT).split("-", -1))
                .map(part -> part.isEmpty() ? part : part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1))
                .collect(Collectors.joining("-"));
    }
}
