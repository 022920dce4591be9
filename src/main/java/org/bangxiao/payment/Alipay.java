package org.bangxiao.payment;

import com.alipay.api.AlipayApiException;
import com.alipay.api.AlipayClient;
import com.alipay.api.AlipayConfig;
import com.alipay.api.AlipayObject;
import com.alipay.api.AlipayRequest;
import com.alipay.api.AlipayResponse;
import com.alipay.api.DefaultAlipayClient;
import com.alipay.api.domain.AlipayTradeCloseModel;
import com.alipay.api.domain.AlipayTradeFastpayRefundQueryModel;
import com.alipay.api.domain.AlipayTradeQueryModel;
import com.alipay.api.domain.AlipayTradeRefundModel;
import com.alipay.api.domain.AlipayTradeWapPayModel;
import com.alipay.api.internal.util.AlipayLogger;
import com.alipay.api.internal.util.AlipaySignature;
import com.alipay.api.request.AlipayTradeCloseRequest;
import com.alipay.api.request.AlipayTradeFastpayRefundQueryRequest;
import com.alipay.api.request.AlipayTradeQueryRequest;
import com.alipay.api.request.AlipayTradeRefundRequest;
import com.alipay.api.request.AlipayTradeWapPayRequest;
import com.alipay.api.response.AlipayTradeFastpayRefundQueryResponse;
import com.alipay.api.response.AlipayTradeQueryResponse;
import com.alipay.api.response.AlipayTradeRefundResponse;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.bangxiao.kernel.Money;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.BusinessClock;
import org.jspecify.annotations.Nullable;

/** Alipay (its page for phones, which opens on a desk too), through its own SDK. */
@ApplicationScoped
class Alipay implements PaymentProvider {
    static final String NAME = "alipay";

    private static final String CURRENCY = "CNY";
    private static final String UTF_8 = "UTF-8";
    private static final String RSA2 = "RSA2";
    private static final int PATIENCE_MILLIS = 8_000;

    /** Refusals that asking again does not mend. */
    private static final Set<String> FINAL = Set.of(
            "ACQ.REASON_TRADE_REFUND_FEE_ERR",
            "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL",
            "ACQ.TRADE_HAS_FINISHED",
            "ACQ.TRADE_NOT_EXIST",
            "ACQ.TRADE_STATUS_ERROR");

    private final @Nullable AlipayClient client;
    private final PaymentConfig.Alipay own;
    private final String publicUrl;
    private final String theirKey;
    private final Vertx vertx;

    Alipay(PaymentConfig config, Vertx vertx) {
        this.vertx = vertx;
        this.own = config.alipay();
        this.publicUrl = config.publicUrl().orElse("");
        boolean complete = Stream.of(
                        config.publicUrl(), own.appId(), own.seller(), own.privateKeyFile(), own.publicKeyFile())
                .allMatch(Optional::isPresent);
        this.theirKey = complete ? key(own.publicKeyFile().orElseThrow()) : "";
        this.client = complete ? client(own, theirKey) : null;
    }

    private static AlipayClient client(PaymentConfig.Alipay own, String theirKey) {
        // It would log what is sent, signature and all.
        AlipayLogger.setNeedEnableLogger(false);
        AlipayConfig config = new AlipayConfig();
        config.setServerUrl(own.gateway());
        config.setAppId(own.appId().orElseThrow());
        config.setPrivateKey(key(own.privateKeyFile().orElseThrow()));
        config.setAlipayPublicKey(theirKey);
        config.setSignType(RSA2);
        config.setCharset(UTF_8);
        config.setFormat("json");
        config.setConnectTimeout(PATIENCE_MILLIS);
        config.setReadTimeout(PATIENCE_MILLIS);
        try {
            return new DefaultAlipayClient(config);
        } catch (AlipayApiException e) {
            throw new IllegalStateException("Alipay's keys do not fit", e);
        }
    }

    /** The letters of a PEM file without its frame, as the SDK wants them. */
    private static String key(String file) {
        try {
            return Files.readString(Path.of(file)).replaceAll("-----[A-Z ]+-----|\\s", "");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the key " + file, e);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean configured() {
        return client != null;
    }

    /** The link is signed here; Alipay learns of the payment once its payer follows it. */
    @Override
    public Uni<String> ask(PaymentIntent intent, Instant payBy) {
        AlipayTradeWapPayModel model = new AlipayTradeWapPayModel();
        model.setOutTradeNo(intent.number());
        model.setTotalAmount(Money.yuan(intent.amountFen()));
        model.setSubject(Callback.title(intent));
        model.setProductCode("QUICK_WAP_WAY");
        model.setQuitUrl(publicUrl + intent.payPath());
        model.setTimeExpire(
                DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").format(payBy.atZone(BusinessClock.CHINA)));
        AlipayTradeWapPayRequest request = new AlipayTradeWapPayRequest();
        request.setBizModel(model);
        request.setNotifyUrl(publicUrl + "/api/payments/callbacks/alipay");
        request.setReturnUrl(publicUrl + intent.payPath());
        return call(() -> client().pageExecute(request, "GET").getBody());
    }

    @Override
    public Uni<Optional<Callback>> query(PaymentIntent intent) {
        AlipayTradeQueryModel model = new AlipayTradeQueryModel();
        model.setOutTradeNo(intent.number());
        return call(() -> {
            AlipayTradeQueryResponse said = answer(new AlipayTradeQueryRequest(), model);
            if (!said.isSuccess()) {
                // Nobody has followed the link yet.
                return known(said, "ACQ.TRADE_NOT_EXIST");
            }
            return payment(intent.id(), said.getTradeNo(), said.getTradeStatus(), said.getTotalAmount(), true);
        });
    }

    @Override
    public Uni<Void> close(PaymentIntent intent) {
        AlipayTradeCloseModel model = new AlipayTradeCloseModel();
        model.setOutTradeNo(intent.number());
        return call(() -> {
                    AlipayResponse said = answer(new AlipayTradeCloseRequest(), model);
                    return said.isSuccess() ? Optional.empty() : known(said, "");
                })
                .replaceWithVoid();
    }

    @Override
    public Uni<Optional<Callback>> refund(PaymentRefund refund, PaymentIntent intent) {
        AlipayTradeRefundModel model = new AlipayTradeRefundModel();
        model.setOutTradeNo(intent.number());
        model.setOutRequestNo(PaymentIntent.number(refund.id()));
        model.setRefundAmount(Money.yuan(refund.amountFen()));
        return call(() -> {
            AlipayTradeRefundResponse said = answer(new AlipayTradeRefundRequest(), model);
            if (!said.isSuccess()) {
                if (FINAL.contains(String.valueOf(said.getSubCode()))) {
                    return refunded(refund, "REFUND_FAILED", Callback.NO_AMOUNT);
                }
                throw new AlipayApiException(said.getSubCode(), said.getSubMsg());
            }
            // "N": nothing moved by this call, which was perhaps asked before; only a query says whether it ever did.
            return "Y".equals(said.getFundChange())
                    ? refunded(refund, "REFUNDED", refund.amountFen())
                    : askedBefore(refund, intent);
        });
    }

    private Optional<Callback> askedBefore(PaymentRefund refund, PaymentIntent intent) throws AlipayApiException {
        AlipayTradeFastpayRefundQueryModel model = new AlipayTradeFastpayRefundQueryModel();
        model.setOutTradeNo(intent.number());
        model.setOutRequestNo(PaymentIntent.number(refund.id()));
        AlipayTradeFastpayRefundQueryResponse said = answer(new AlipayTradeFastpayRefundQueryRequest(), model);
        return said.isSuccess() && "REFUND_SUCCESS".equals(said.getRefundStatus())
                ? refunded(refund, "REFUNDED", Money.parseYuan(said.getRefundAmount()))
                : Optional.empty();
    }

    /**
     * A notice, once its signature holds; empty where nothing is decided by it. Throws {@code callback-unsigned} (401) or
     * {@code callback-unreadable} (400).
     */
    Optional<Callback> read(String form) {
        if (client == null) {
            throw Problem.notFound();
        }
        Map<String, String> notice = parameters(form);
        boolean holds;
        try {
            // The check takes the signature out of the map.
            holds = AlipaySignature.rsaCheckV1(new HashMap<>(notice), theirKey, UTF_8, RSA2);
        } catch (AlipayApiException e) {
            holds = false;
        }
        if (!holds) {
            throw Problem.of(Problem.Kind.UNAUTHENTICATED, "callback-unsigned");
        }
        try {
            return payment(
                    PaymentIntent.idOf(notice.getOrDefault("out_trade_no", "")),
                    notice.getOrDefault("trade_no", ""),
                    notice.getOrDefault("trade_status", ""),
                    notice.getOrDefault("total_amount", ""),
                    own.appId().equals(Optional.ofNullable(notice.get("app_id")))
                            && own.seller().equals(Optional.ofNullable(notice.get("seller_id"))));
        } catch (IllegalArgumentException e) {
            throw Problem.of(Problem.Kind.INVALID, "callback-unreadable");
        }
    }

    private static Map<String, String> parameters(String form) {
        Map<String, String> found = new HashMap<>();
        try {
            for (String pair : form.split("&")) {
                int at = pair.indexOf('=');
                if (at > 0) {
                    found.put(
                            URLDecoder.decode(pair.substring(0, at), StandardCharsets.UTF_8),
                            URLDecoder.decode(pair.substring(at + 1), StandardCharsets.UTF_8));
                }
            }
        } catch (IllegalArgumentException e) {
            throw Problem.of(Problem.Kind.INVALID, "callback-unreadable");
        }
        return found;
    }

    private static Optional<Callback> payment(UUID intent, String trade, String status, String yuan, boolean ours) {
        String kind = switch (status) {
            case "TRADE_SUCCESS", "TRADE_FINISHED" -> "CAPTURED";
            case "TRADE_CLOSED" -> "CANCELLED";
            default -> "";
        };
        return kind.isEmpty()
                ? Optional.empty()
                : Optional.of(new Callback(
                        NAME,
                        kind.equals("CAPTURED") ? trade : trade + "/" + kind,
                        intent,
                        kind,
                        null,
                        Money.parseYuan(yuan),
                        CURRENCY,
                        ours));
    }

    private static Optional<Callback> refunded(PaymentRefund refund, String kind, long fen) {
        return Optional.of(new Callback(
                NAME, refund.id() + "/" + kind, refund.intentId(), kind, refund.id(), fen, CURRENCY, true));
    }

    private <R extends AlipayResponse> R answer(AlipayRequest<R> request, AlipayObject model)
            throws AlipayApiException {
        request.setBizModel(model);
        return client().execute(request);
    }

    /** Nothing, where that is the refusal; any other is thrown. */
    private static Optional<Callback> known(AlipayResponse said, String subCode) throws AlipayApiException {
        if (!subCode.equals(said.getSubCode())) {
            throw new AlipayApiException(said.getSubCode(), said.getSubMsg());
        }
        return Optional.empty();
    }

    private AlipayClient client() {
        return Objects.requireNonNull(client, "not configured");
    }

    private <T> Uni<T> call(Callable<T> work) {
        return vertx.executeBlocking(work, false).onFailure().transform(failure -> Callback.unanswered(NAME, failure));
    }
}
