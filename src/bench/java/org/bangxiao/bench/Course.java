package org.bangxiao.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.Charset;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.bangxiao.platform.Digests;

/** Work that moves money in many transactions, begun anew or taken up wherever it was cut off. */
interface Course {
    /** Does what is left of it; fails where service or database is away. */
    void work(Desk preparer, Desk approver) throws IOException, InterruptedException;

    boolean over() throws SQLException;

    /** Whether the service takes up by itself what is left. */
    boolean goesOnByItself() throws SQLException;

    /** How much is booked, of a hundred. */
    long percent() throws SQLException;

    /** What people were handed, beside the books; forgotten with a new course. */
    default List<String> handedOut() {
        return List.of();
    }

    default void anew() {}

    /** The postings of an approved settlement run. */
    final class Settling implements Course {
        private final Database database;
        private final String run;

        Settling(Database database, String run) {
            this.database = database;
            this.run = run;
        }

        @Override
        public void work(Desk preparer, Desk approver) throws IOException, InterruptedException {
            preparer.post("/api/settlements/" + run + "/run", new JsonObject());
        }

        @Override
        public boolean over() throws SQLException {
            return database.number("SELECT count(*) FROM settlement_run WHERE state = 'DONE' AND id = '" + run + "'")
                    == 1;
        }

        @Override
        public boolean goesOnByItself() throws SQLException {
            return database.number("SELECT count(*) FROM settlement_run WHERE state = 'RUNNING' AND id = '" + run + "'")
                    == 1;
        }

        @Override
        public long percent() throws SQLException {
            return database.number("SELECT 100 * count(*) FILTER (WHERE state = 'DONE') / count(*)"
                    + " FROM settlement_chunk WHERE run_id = '" + run + "'");
        }
    }

    /** A batch from its draft to the last answer of the bank: set aside, approved, sent, answered. */
    final class PayingOut implements Course {
        private static final Charset GBK = Charset.forName("GBK");
        private static final int FAILS = 7;

        private final Database database;
        private final String batch;
        private final List<String> files = new ArrayList<>();

        PayingOut(Database database, String batch) {
            this.database = database;
            this.batch = batch;
        }

        @Override
        public void anew() {
            files.clear();
        }

        /** The digest of the bank's file, of each time that it was taken, which is one. */
        @Override
        public List<String> handedOut() {
            return files.stream().distinct().toList();
        }

        @Override
        public void work(Desk preparer, Desk approver) throws IOException, InterruptedException {
            String here = "/api/payouts/" + batch;
            while (true) {
                JsonObject view = preparer.get(here);
                switch (view.getString("state")) {
                    case "DRAFT", "RESERVING" -> preparer.post(here + "/reservation", new JsonObject());
                    case "RESERVED" ->
                        approver.post(
                                here + "/approval",
                                new JsonObject().put("contentDigest", view.getString("contentDigest")));
                    case "APPROVED" -> preparer.post(here + "/sending", new JsonObject());
                    case "SENT" -> preparer.post(here + "/answers?name=answer.txt", answer(file(preparer, here)));
                    default -> {
                        file(preparer, here);
                        return;
                    }
                }
            }
        }

        private byte[] file(Desk preparer, String here) throws IOException, InterruptedException {
            byte[] file = preparer.post(here + "/file-readings", new JsonObject());
            files.add(HexFormat.of().formatHex(Digests.sha256(file)));
            return file;
        }

        /** The bank pays all but every seventh. */
        private static byte[] answer(byte[] file) {
            List<String> lines = new String(file, GBK).lines().toList();
            String[] head = lines.get(0).split(",", -1);
            StringBuilder answer = new StringBuilder("H," + head[1] + "," + head[2] + "\r\n");
            for (int i = 1; i < lines.size() - 1; i++) {
                String[] cells = lines.get(i).split(",", -1);
                String said = i % FAILS == 0 ? "失败,户名不符" : "成功,";
                answer.append("D," + i + "," + cells[2] + "," + cells[5] + "," + said + "\r\n");
            }
            return answer.append(lines.get(lines.size() - 1))
                    .append("\r\n")
                    .toString()
                    .getBytes(GBK);
        }

        @Override
        public boolean over() throws SQLException {
            return database.number(
                            "SELECT count(*) FROM settlement_payout WHERE state = 'CLOSED' AND id = '" + batch + "'")
                    == 1;
        }

        @Override
        public boolean goesOnByItself() throws SQLException {
            return database.number("SELECT (SELECT count(*) FROM settlement_payout WHERE state = 'RESERVING' AND id = '"
                            + batch
                            + "') + (SELECT count(*) FROM settlement_payout_result WHERE state = 'TAKING' AND batch_id = '"
                            + batch
                            + "')")
                    > 0;
        }

        @Override
        public long percent() throws SQLException {
            return database.number(
                    "SELECT 50 * (SELECT count(*) FILTER (WHERE state = 'DONE') FROM settlement_payout_chunk"
                            + " WHERE batch_id = b.id) / (SELECT count(*) FROM settlement_payout_chunk WHERE batch_id = b.id)"
                            + " + 50 * (SELECT count(*) FILTER (WHERE d.done) FROM settlement_payout_result r"
                            + " JOIN settlement_payout_result_row d ON d.result_id = r.id WHERE r.batch_id = b.id) / b.items"
                            + " FROM settlement_payout b WHERE b.id = '" + batch + "'");
        }
    }
}
