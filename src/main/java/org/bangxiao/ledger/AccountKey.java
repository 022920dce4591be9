package org.bangxiao.ledger;

/**
 * Names an account by what it is and whose it is.
 *
 * @param owner an id or a word, 1 to 200 characters
 */
public record AccountKey(AccountKind kind, String owner) {
    public AccountKey {
        if (owner.isBlank() || owner.length() > 200) {
            throw new IllegalArgumentException("not an account owner: " + owner);
        }
    }
}
