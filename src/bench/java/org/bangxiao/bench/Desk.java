package org.bangxiao.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** Somebody who asks one thing after the other and is patient where a service or its database has just been killed. */
final class Desk {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final Service service;
    private final Map<String, String> as;

    private Desk(Service service, Map<String, String> as) {
        this.service = service;
        this.as = as;
    }

    /** Signed in anew. */
    static Desk of(Service service, String username) throws IOException, InterruptedException {
        JsonObject grant = new JsonObject().put("username", username).put("password", Staff.PASSWORD);
        String token = json(new Desk(service, Map.of()).post("/api/auth/tokens", grant))
                .getString("accessToken");
        return new Desk(service, Map.of("Authorization", "Bearer " + token));
    }

    /** Where the service answers anything but a success. */
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1;

        Refused(String message) {
            super(message);
        }
    }

    JsonObject get(String path) throws IOException, InterruptedException {
        return json(send(path, "GET", "application/json", new byte[0]));
    }

    static JsonObject json(byte[] answer) {
        return new JsonObject(new String(answer, StandardCharsets.UTF_8));
    }

    byte[] post(String path, JsonObject body) throws IOException, InterruptedException {
        return send(path, "POST", "application/json", body.toBuffer().getBytes());
    }

    byte[] post(String path, byte[] file) throws IOException, InterruptedException {
        return send(path, "POST", "application/octet-stream", file);
    }

    private byte[] send(String path, String method, String type, byte[] body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + path))
                .timeout(PATIENCE)
                .header("Content-Type", type)
                .method(
                        method,
                        method.equals("GET")
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        as.forEach(request::header);
        HttpResponse<byte[]> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() / 100 != 2) {
            throw new Refused(method + " " + path + " answered " + answer.statusCode() + " "
                    + new String(answer.body(), StandardCharsets.UTF_8));
        }
        return answer.body();
    }
}
