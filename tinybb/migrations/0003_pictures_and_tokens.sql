ALTER TABLE accounts ADD COLUMN picture BLOB;

ALTER TABLE accounts ADD COLUMN picture_type TEXT;

-- What a program writes by, in the name of an account. This is its hash.
ALTER TABLE accounts ADD COLUMN token TEXT;

CREATE INDEX accounts_by_token ON accounts (token);
