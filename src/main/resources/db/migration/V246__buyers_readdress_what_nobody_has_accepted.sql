-- Where goods go is changed until a supplier of them has said that they will be sent: labels are printed from then on.
CREATE FUNCTION order_receiver_until_accepted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM order_part WHERE purchase_id = NEW.id ORDER BY id FOR UPDATE;
    IF EXISTS (SELECT 1 FROM order_part p WHERE p.purchase_id = NEW.id
                  AND (p.accepted_at IS NOT NULL OR p.state IN ('SHIPPED', 'RECEIVED'))) THEN
        RAISE EXCEPTION 'what is being packed keeps its address'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'order_receiver_until_accepted', TABLE = 'order_purchase';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER order_receiver_until_accepted BEFORE UPDATE OF receiver_cipher, receiver_masked ON order_purchase
    FOR EACH ROW EXECUTE FUNCTION order_receiver_until_accepted();
