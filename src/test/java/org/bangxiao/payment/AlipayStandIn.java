package org.bangxiao.payment;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.bangxiao.support.PaymentKeys;

/** Alipay as far as the shop can see: checks what the shop signed, signs what it says. */
final class AlipayStandIn implements AutoCloseable {
    /** Trades by our number: trade_no, trade_status, total_amount. */
    final Map<String, JsonObject> trades = new ConcurrentHashMap<>();

    /** Refunds that were done, by our number. */
    final Map<String, String> refunds = new ConcurrentHashMap<>();

    /** Why refunds are refused; empty where they are not. */
    volatile String refusal = "";

    private final HttpServer server;

    AlipayStandIn() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", PaymentKeys.port("alipay")), 0);
        server.createContext("/gateway.do", this::answer);
        server.start();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    /** The payer follows a link of the shop and pays; the trade's number at Alipay. */
    JsonObject paid(String link) {
        Map<String, String> asked = parameters(link.substring(link.indexOf('?') + 1));
        if (!signedByShop(asked)) {
            throw new AssertionError("the link is not signed by the shop");
        }
        JsonObject order = new JsonObject(asked.get("biz_content"));
        JsonObject trade = new JsonObject()
                .put("out_trade_no", order.getString("out_trade_no"))
                .put("trade_no", "2026" + order.getString("out_trade_no").substring(8))
                .put("trade_status", "TRADE_SUCCESS")
                .put("total_amount", order.getString("total_amount"));
        trades.put(order.getString("out_trade_no"), trade);
        return trade;
    }

    private void answer(HttpExchange exchange) throws IOException {
        Map<String, String> asked = parameters(exchange.getRequestURI().getRawQuery());
        asked.putAll(parameters(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        String method = asked.get("method");
        JsonObject content = new JsonObject(asked.get("biz_content"));
        String said = signedByShop(asked)
                ? said(method, content).encode()
                : refused("isv.invalid-signature").encode();
        byte[] body = ("{\"" + method.replace('.', '_') + "_response\":" + said + ",\"sign\":\""
                        + PaymentKeys.sign("alipay", said) + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/html;charset=utf-8");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private JsonObject said(String method, JsonObject content) {
        JsonObject trade = trades.get(content.getString("out_trade_no"));
        JsonObject good = new JsonObject().put("code", "10000").put("msg", "Success");
        if (trade == null) {
            return refused("ACQ.TRADE_NOT_EXIST");
        }
        return switch (method) {
            case "alipay.trade.query" -> good.mergeIn(trade);
            case "alipay.trade.close" -> good.mergeIn(trade.put("trade_status", "TRADE_CLOSED"));
            case "alipay.trade.refund" -> {
                if (!refusal.isEmpty()) {
                    yield refused(refusal);
                }
                String before =
                        refunds.putIfAbsent(content.getString("out_request_no"), content.getString("refund_amount"));
                yield good.put("fund_change", before == null ? "Y" : "N")
                        .put("refund_fee", content.getString("refund_amount"));
            }
            case "alipay.trade.fastpay.refund.query" ->
                refunds.containsKey(content.getString("out_request_no"))
                        ? good.put("refund_status", "REFUND_SUCCESS")
                                .put("refund_amount", refunds.get(content.getString("out_request_no")))
                        : good;
            default -> refused("isv.unknown");
        };
    }

    private static JsonObject refused(String why) {
        return new JsonObject()
                .put("code", "40004")
                .put("msg", "Business Failed")
                .put("sub_code", why)
                .put("sub_msg", why);
    }

    private static boolean signedByShop(Map<String, String> asked) {
        Map<String, String> plain = new TreeMap<>(asked);
        String signed = plain.remove("sign");
        return signed != null
                && PaymentKeys.ALIPAY_APP.equals(asked.get("app_id"))
                && PaymentKeys.holds("alipay-shop", joined(plain), signed);
    }

    private static String joined(Map<String, String> sorted) {
        return sorted.entrySet().stream()
                .filter(one -> !one.getValue().isEmpty())
                .map(one -> one.getKey() + "=" + one.getValue())
                .collect(Collectors.joining("&"));
    }

    private static Map<String, String> parameters(String text) {
        Map<String, String> found = new TreeMap<>();
        for (String pair : text.split("&")) {
            int at = pair.indexOf('=');
            if (at > 0) {
                found.put(pair.substring(0, at), URLDecoder.decode(pair.substring(at + 1), StandardCharsets.UTF_8));
            }
        }
        return found;
    }

    /** A notice about a trade, with other words where the test says so, signed by whom it says. */
    static Response notice(JsonObject trade, Map<String, String> other, String key) {
        Map<String, String> notice = new TreeMap<>(Map.of(
                "notify_type",
                "trade_status_sync",
                "app_id",
                PaymentKeys.ALIPAY_APP,
                "seller_id",
                PaymentKeys.SELLER,
                "charset",
                "UTF-8"));
        trade.forEach(one -> notice.put(one.getKey(), String.valueOf(one.getValue())));
        notice.putAll(other);
        String signed = PaymentKeys.sign(key, joined(notice));
        return RestAssured.given()
                .contentType("application/x-www-form-urlencoded; charset=UTF-8")
                .formParams(notice)
                .formParam("sign", signed)
                .formParam("sign_type", "RSA2")
                .post("/api/payments/callbacks/alipay");
    }
}
