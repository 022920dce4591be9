-- Words that goods were ever listed under, so that a word with one slip in it finds them: one character wrong, left out or
-- too many, two neighbours swapped. A word stays when its goods go; whether it still finds anything is asked when it is used.
CREATE TABLE catalogue_word (
    word text    PRIMARY KEY CHECK (length(word) BETWEEN 3 AND 40),
    asks tsquery NOT NULL,
    near text[]  NOT NULL
);
CREATE INDEX catalogue_word_near ON catalogue_word USING gin (near) WITH (fastupdate = off);

-- The marks of a known word. A question with one slip shares one of them (catalogue_slips), so that an index finds it however
-- many words there are: '=' the word itself, '-' one character left out, '3:' the third one not looked at.
CREATE FUNCTION catalogue_near(word text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT array_agg(mark ORDER BY mark) FROM (
        SELECT '=' || word AS mark
        UNION SELECT '-' || left(word, i - 1) || substr(word, i + 1) FROM generate_series(1, length(word)) i
        UNION SELECT i || ':' || left(word, i - 1) || substr(word, i + 1) FROM generate_series(1, length(word)) i) marks
$$;

CREATE FUNCTION catalogue_slips(typed text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT array_agg(mark) FROM (
        SELECT '-' || typed AS mark
        UNION SELECT '=' || left(typed, i - 1) || substr(typed, i + 1) FROM generate_series(1, length(typed)) i
        UNION SELECT '=' || left(typed, i - 1) || substr(typed, i + 1, 1) || substr(typed, i, 1) || substr(typed, i + 2)
                FROM generate_series(1, length(typed) - 1) i
        UNION SELECT i || ':' || left(typed, i - 1) || substr(typed, i + 1)
                FROM generate_series(1, length(typed)) i WHERE length(typed) > 2) marks
$$;

-- What a known word asks for: Latin letters are the beginning of a word, Chinese is asked for in pairs.
CREATE FUNCTION catalogue_asks(word text) RETURNS tsquery LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT CASE WHEN word ~ '^[a-z0-9]+$' THEN ('''' || word || ''':*')::tsquery
                ELSE (SELECT string_agg('''' || substr(word, i, 2) || '''', ' & ')::tsquery
                        FROM generate_series(1, length(word) - 1) i) END
$$;

-- In one order by everybody, so that two who list at once do not wait for each other in a circle.
CREATE FUNCTION catalogue_learn(words text[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO catalogue_word (word, asks, near)
    SELECT word, catalogue_asks(word), catalogue_near(word) FROM unnest(words) AS w (word)
     WHERE NOT EXISTS (SELECT 1 FROM catalogue_word k WHERE k.word = w.word)
     ORDER BY word
    ON CONFLICT DO NOTHING
$$;

-- What is listed already: its Latin words and every part of its Chinese name.
SELECT catalogue_learn(array_agg(DISTINCT word)) FROM (
    SELECT lexeme AS word FROM catalogue_listing, unnest(search) WHERE lexeme ~ '^[a-z]{4,40}$'
    UNION
    SELECT substr(name_zh, i, n) FROM catalogue_listing, generate_series(1, length(name_zh)) i, generate_series(3, 8) n
     WHERE substr(name_zh, i, n) ~ '^[\u4e00-\u9fff]{3,8}$' AND length(substr(name_zh, i, n)) = n) known
HAVING count(*) > 0;

-- By the index of words alone: PostgreSQL takes a word it does not know for a common one and would walk through all goods.
CREATE FUNCTION catalogue_anything(asks tsquery, day date) RETURNS boolean LANGUAGE plpgsql STABLE
    SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM catalogue_listing l
                    WHERE l.state = 'ON_SALE' AND l.certificate_valid AND l.valid_to >= day AND l.search @@ asks);
END $$;

-- For each word that finds nothing on sale that day: the nearest known word that finds something, else its sound.
CREATE FUNCTION catalogue_nearest(typed text[], asked text[], sounds text[], day date)
    RETURNS TABLE (place int, instead text) LANGUAGE plpgsql STABLE AS $$
DECLARE
    candidate record;
BEGIN
    FOR i IN 1..cardinality(typed) LOOP
        CONTINUE WHEN catalogue_anything(asked[i]::tsquery, day);
        place := i;
        instead := NULL;
        FOR candidate IN
            SELECT w.word, w.asks FROM catalogue_word w
             WHERE w.near && catalogue_slips(typed[i]) AND w.word <> typed[i]
             ORDER BY length(w.word) <> length(typed[i]), left(w.word, 1) <> left(typed[i], 1), w.word LIMIT 10
        LOOP
            IF catalogue_anything(candidate.asks, day) THEN
                instead := candidate.word;
                EXIT;
            END IF;
        END LOOP;
        IF instead IS NULL AND sounds[i] <> '' AND catalogue_anything(catalogue_asks(sounds[i]), day) THEN
            instead := sounds[i];
        END IF;
        IF instead IS NOT NULL THEN
            RETURN NEXT;
        END IF;
    END LOOP;
END $$;
