-- A buyer's purchases that wait for their payment are counted at each checkout.
CREATE INDEX order_purchase_unpaid_account ON order_purchase (account_id) WHERE state = 'PLACED';
CREATE INDEX order_purchase_unpaid_guest ON order_purchase (guest_token_hash) WHERE state = 'PLACED';
