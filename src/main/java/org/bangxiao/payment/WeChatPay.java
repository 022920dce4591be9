package org.bangxiao.payment;

import com.wechat.pay.java.core.RSAPublicKeyConfig;
import com.wechat.pay.java.core.exception.ServiceException;
import com.wechat.pay.java.core.exception.ValidationException;
import com.wechat.pay.java.core.notification.NotificationParser;
import com.wechat.pay.java.core.notification.RequestParam;
import com.wechat.pay.java.service.payments.model.Transaction;
import com.wechat.pay.java.service.payments.nativepay.NativePayService;
import com.wechat.pay.java.service.payments.nativepay.model.Amount;
import com.wechat.pay.java.service.payments.nativepay.model.CloseOrderRequest;
import com.wechat.pay.java.service.payments.nativepay.model.PrepayRequest;
import com.wechat.pay.java.service.payments.nativepay.model.QueryOrderByOutTradeNoRequest;
import com.wechat.pay.java.service.refund.RefundService;
import com.wechat.pay.java.service.refund.model.AmountReq;
import com.wechat.pay.java.service.refund.model.CreateRequest;
import com.wechat.pay.java.service.refund.model.Refund;
import com.wechat.pay.java.service.refund.model.RefundNotification;
import com.wechat.pay.java.service.refund.model.Status;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bangxiao.kernel.Problem;
import org.bangxiao.platform.BusinessClock;
import org.jspecify.annotations.Nullable;

/** WeChat Pay v3 (native: a QR code), through its own SDK. */
@ApplicationScoped
class WeChatPay implements PaymentProvider {
    static final String NAME = "wechat";

    /** What stands in a notice's head. */
    record Head(String timestamp, String nonce, String serial, String signature) {}

    private static final String CURRENCY = "CNY";

    /** The parts of the SDK that speak for one merchant. */
    private record Merchant(
            String id, String appId, NativePayService payments, RefundService refunds, NotificationParser notices) {}

    private final @Nullable Merchant merchant;
    private final String publicUrl;
    private final Vertx vertx;

    WeChatPay(PaymentConfig config, Vertx vertx) {
        this.vertx = vertx;
        this.publicUrl = config.publicUrl().orElse("");
        PaymentConfig.WeChat own = config.wechat();
        boolean complete = Stream.of(
                        config.publicUrl(),
                        own.merchant(),
                        own.appId(),
                        own.serial(),
                        own.privateKeyFile(),
                        own.publicKeyFile(),
                        own.publicKeyId(),
                        own.apiKey())
                .allMatch(Optional::isPresent);
        this.merchant = complete ? merchant(own) : null;
    }

    private static Merchant merchant(PaymentConfig.WeChat own) {
        RSAPublicKeyConfig keys = new RSAPublicKeyConfig.Builder()
                .merchantId(own.merchant().orElseThrow())
                .privateKeyFromPath(own.privateKeyFile().orElseThrow())
                .merchantSerialNumber(own.serial().orElseThrow())
                .publicKeyFromPath(own.publicKeyFile().orElseThrow())
                .publicKeyId(own.publicKeyId().orElseThrow())
                .apiV3Key(own.apiKey().orElseThrow())
                .build();
        WeChatHttp http = new WeChatHttp(keys, own.gateway());
        return new Merchant(
                own.merchant().orElseThrow(),
                own.appId().orElseThrow(),
                new NativePayService.Builder().httpClient(http).build(),
                new RefundService.Builder().httpClient(http).build(),
                new NotificationParser(keys));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean configured() {
        return merchant != null;
    }

    @Override
    public Uni<String> ask(PaymentIntent intent, Instant payBy) {
        Merchant own = merchant();
        PrepayRequest request = new PrepayRequest();
        request.setAppid(own.appId());
        request.setMchid(own.id());
        request.setDescription(Callback.title(intent));
        request.setOutTradeNo(intent.number());
        request.setTimeExpire(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                payBy.atZone(BusinessClock.CHINA).truncatedTo(ChronoUnit.SECONDS)));
        request.setNotifyUrl(publicUrl + "/api/payments/callbacks/wechat");
        Amount amount = new Amount();
        amount.setTotal(Math.toIntExact(intent.amountFen()));
        amount.setCurrency(CURRENCY);
        request.setAmount(amount);
        return call(() -> own.payments().prepay(request).getCodeUrl());
    }

    @Override
    public Uni<Optional<Callback>> query(PaymentIntent intent) {
        Merchant own = merchant();
        QueryOrderByOutTradeNoRequest request = new QueryOrderByOutTradeNoRequest();
        request.setMchid(own.id());
        request.setOutTradeNo(intent.number());
        return call(() -> {
            try {
                return payment(own, own.payments().queryOrderByOutTradeNo(request));
            } catch (ServiceException e) {
                if ("ORDER_NOT_EXIST".equals(e.getErrorCode())) {
                    return Optional.empty();
                }
                throw e;
            }
        });
    }

    @Override
    public Uni<Void> close(PaymentIntent intent) {
        Merchant own = merchant();
        CloseOrderRequest request = new CloseOrderRequest();
        request.setMchid(own.id());
        request.setOutTradeNo(intent.number());
        return call(() -> {
                    own.payments().closeOrder(request);
                    return true;
                })
                .replaceWithVoid();
    }

    @Override
    public Uni<Optional<Callback>> refund(PaymentRefund refund, PaymentIntent intent) {
        Merchant own = merchant();
        CreateRequest request = new CreateRequest();
        request.setOutTradeNo(intent.number());
        request.setOutRefundNo(PaymentIntent.number(refund.id()));
        request.setNotifyUrl(publicUrl + "/api/payments/callbacks/wechat");
        AmountReq amount = new AmountReq();
        amount.setRefund(refund.amountFen());
        amount.setTotal(intent.amountFen());
        amount.setCurrency(CURRENCY);
        request.setAmount(amount);
        return call(() -> {
            Refund answer = own.refunds().create(request);
            return refund(
                    answer.getRefundId(),
                    answer.getOutTradeNo(),
                    answer.getOutRefundNo(),
                    answer.getStatus(),
                    answer.getAmount().getRefund(),
                    answer.getAmount().getCurrency());
        });
    }

    /**
     * A notice, once its signature holds and its seal opens; empty where nothing is decided by it. Throws
     * {@code callback-unsigned} (401) or {@code callback-unreadable} (400).
     */
    Optional<Callback> read(Head head, String body) {
        if (merchant == null) {
            throw Problem.notFound();
        }
        if (!SandboxSignature.fresh(head.timestamp(), Instant.now())) {
            throw Problem.of(Problem.Kind.UNAUTHENTICATED, "callback-unsigned");
        }
        RequestParam notice = new RequestParam.Builder()
                .serialNumber(head.serial())
                .timestamp(head.timestamp())
                .nonce(head.nonce())
                .signature(head.signature())
                .body(body)
                .build();
        try {
            return new JsonObject(body).getString("event_type", "").startsWith("REFUND.")
                    ? refund(merchant.notices().parse(notice, RefundNotification.class))
                    : payment(merchant, merchant.notices().parse(notice, Transaction.class));
        } catch (ValidationException e) {
            throw Problem.of(Problem.Kind.UNAUTHENTICATED, "callback-unsigned");
        } catch (RuntimeException e) {
            // The SDK says in many ways that it can't read something.
            throw Problem.of(Problem.Kind.INVALID, "callback-unreadable");
        }
    }

    private static Optional<Callback> payment(Merchant own, Transaction said) {
        String kind = switch (Objects.requireNonNull(said.getTradeState())) {
            // REFUND: it was paid, and some of that went back since.
            case SUCCESS, REFUND -> "CAPTURED";
            case CLOSED, REVOKED -> "CANCELLED";
            case PAYERROR -> "FAILED";
            default -> "";
        };
        if (kind.isEmpty()) {
            return Optional.empty();
        }
        UUID intent = PaymentIntent.idOf(said.getOutTradeNo());
        boolean paid = kind.equals("CAPTURED");
        return Optional.of(new Callback(
                NAME,
                paid ? said.getTransactionId() : intent + "/" + kind,
                intent,
                kind,
                null,
                paid ? said.getAmount().getTotal() : Callback.NO_AMOUNT,
                paid ? said.getAmount().getCurrency() : CURRENCY,
                own.id().equals(said.getMchid()) && own.appId().equals(said.getAppid())));
    }

    private static Optional<Callback> refund(RefundNotification said) {
        return refund(
                said.getRefundId(),
                said.getOutTradeNo(),
                said.getOutRefundNo(),
                Objects.requireNonNull(said.getRefundStatus()),
                said.getAmount().getRefund(),
                // A notice of a refund names no currency; the sum is one of the order's.
                CURRENCY);
    }

    private static Optional<Callback> refund(
            String reference, String order, String number, Status status, long fen, String currency) {
        return status == Status.PROCESSING
                ? Optional.empty()
                : Optional.of(new Callback(
                        NAME,
                        reference + "/" + status,
                        PaymentIntent.idOf(order),
                        status == Status.SUCCESS ? "REFUNDED" : "REFUND_FAILED",
                        PaymentIntent.idOf(number),
                        fen,
                        currency,
                        true));
    }

    private Merchant merchant() {
        return Objects.requireNonNull(merchant, "not configured");
    }

    private <T> Uni<T> call(Supplier<T> work) {
        return vertx.executeBlocking(work::get, false)
                .onFailure(failure -> !(failure instanceof Problem))
                .transform(failure -> Callback.unanswered(NAME, failure));
    }
}
