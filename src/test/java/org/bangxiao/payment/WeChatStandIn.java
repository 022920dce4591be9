package org.bangxiao.payment;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bangxiao.support.PaymentKeys;

/** WeChat Pay as far as the shop can see: checks what the shop signed, signs what it says, seals its notices. */
final class WeChatStandIn implements AutoCloseable {
    private static final Pattern HEAD =
            Pattern.compile("WECHATPAY2-SHA256-RSA2048 mchid=\"(\\d+)\",nonce_str=\"(\\w+)\",timestamp=\"(\\d+)\","
                    + "serial_no=\"(\\w+)\",signature=\"([^\"]+)\"");

    /** Orders by number, as a query shows them. */
    final Map<String, JsonObject> orders = new ConcurrentHashMap<>();

    /** Refunds by number. */
    final Map<String, JsonObject> refunds = new ConcurrentHashMap<>();

    /** How the next refunds stand. */
    volatile String refundStatus = "SUCCESS";

    /** Whether it answers with a signature of somebody else's. */
    volatile boolean impostor;

    private final HttpServer server;

    WeChatStandIn() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", PaymentKeys.port("wechat")), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    /** Its payer has paid; nobody is told yet. */
    JsonObject paid(String number) {
        JsonObject order = orders.get(number);
        return order.put("trade_state", "SUCCESS").put("transaction_id", "42" + number.substring(0, 26));
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String path = exchange.getRequestURI().toString();
        Matcher head = HEAD.matcher(exchange.getRequestHeaders().getFirst("Authorization"));
        boolean signed = head.matches()
                && head.group(1).equals(PaymentKeys.MERCHANT)
                && head.group(4).equals(PaymentKeys.SERIAL)
                && PaymentKeys.holds(
                        "wechat-shop",
                        String.join("\n", exchange.getRequestMethod(), path, head.group(3), head.group(2), body, ""),
                        head.group(5));
        if (!signed) {
            say(exchange, 401, new JsonObject().put("code", "SIGN_ERROR"));
        } else if (path.equals("/v3/pay/transactions/native")) {
            JsonObject asked = new JsonObject(body);
            orders.put(asked.getString("out_trade_no"), asked.copy().put("trade_state", "NOTPAY"));
            say(
                    exchange,
                    200,
                    new JsonObject().put("code_url", "weixin://wxpay/bizpayurl?pr=" + asked.getString("out_trade_no")));
        } else if (path.equals("/v3/refund/domestic/refunds")) {
            say(exchange, 200, refund(new JsonObject(body)));
        } else {
            String number = path.replaceFirst("/v3/pay/transactions/out-trade-no/(\\w+).*", "$1");
            JsonObject order = orders.get(number);
            if (order == null) {
                say(
                        exchange,
                        404,
                        new JsonObject().put("code", "ORDER_NOT_EXIST").put("message", "-"));
            } else if (path.endsWith("/close")) {
                order.put("trade_state", "CLOSED");
                say(exchange, 204, null);
            } else {
                say(exchange, 200, order);
            }
        }
    }

    private JsonObject refund(JsonObject asked) {
        return refunds.computeIfAbsent(
                        asked.getString("out_refund_no"),
                        number -> asked.copy().put("refund_id", "50" + number.substring(0, 26)))
                .put("status", refundStatus);
    }

    private void say(HttpExchange exchange, int status, JsonObject answer) throws IOException {
        byte[] bytes = answer == null ? new byte[0] : answer.encode().getBytes(StandardCharsets.UTF_8);
        Map<String, String> head = signed(answer == null ? "" : answer.encode(), impostor ? "wechat-shop" : "wechat");
        head.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static Map<String, String> signed(String body, String key) {
        String timestamp = String.valueOf(Instant.now().getEpochSecond());
        String nonce = UUID.randomUUID().toString().replace("-", "");
        return Map.of(
                "Wechatpay-Timestamp",
                timestamp,
                "Wechatpay-Nonce",
                nonce,
                "Wechatpay-Serial",
                PaymentKeys.PUBLIC_KEY_ID,
                "Wechatpay-Signature",
                PaymentKeys.sign(key, timestamp + "\n" + nonce + "\n" + body + "\n"));
    }

    /** A notice as it stands on the wire: sealed. */
    static String sealed(String event, JsonObject resource) {
        try {
            byte[] nonce = UUID.randomUUID().toString().substring(0, 12).getBytes(StandardCharsets.UTF_8);
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(PaymentKeys.API_KEY.getBytes(StandardCharsets.UTF_8), "AES"),
                    new GCMParameterSpec(128, nonce));
            cipher.updateAAD("transaction".getBytes(StandardCharsets.UTF_8));
            String text = Base64.getEncoder()
                    .encodeToString(cipher.doFinal(resource.encode().getBytes(StandardCharsets.UTF_8)));
            return new JsonObject()
                    .put("id", UUID.randomUUID().toString())
                    .put("create_time", "2026-11-28T10:00:00+08:00")
                    .put("resource_type", "encrypt-resource")
                    .put("event_type", event)
                    .put("summary", "-")
                    .put(
                            "resource",
                            new JsonObject()
                                    .put("algorithm", "AEAD_AES_256_GCM")
                                    .put("original_type", "transaction")
                                    .put("ciphertext", text)
                                    .put("nonce", new String(nonce, StandardCharsets.UTF_8))
                                    .put("associated_data", "transaction"))
                    .encode();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static Response notice(String body, String key) {
        return RestAssured.given()
                .contentType("application/json")
                .headers(signed(body, key))
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post("/api/payments/callbacks/wechat");
    }

    static Response notice(String event, JsonObject resource) {
        return notice(sealed(event, resource), "wechat");
    }

    JsonObject order(String number) {
        assertThat(orders).containsKey(number);
        return orders.get(number);
    }
}
