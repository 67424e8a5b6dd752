CREATE TABLE accounts (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE COLLATE NOCASE,
    email TEXT NOT NULL COLLATE NOCASE,
    password TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('member', 'moderator', 'administrator')),
    joined DATETIME NOT NULL,
    -- Why this account may not write any more.
    banned TEXT,
    -- Goes up when the password changes: whoever logged in before is logged out.
    epoch INTEGER NOT NULL
);

CREATE TABLE boards (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    about TEXT NOT NULL
);

CREATE TABLE topics (
    id INTEGER PRIMARY KEY,
    board_id INTEGER NOT NULL REFERENCES boards,
    account_id INTEGER NOT NULL REFERENCES accounts,
    title TEXT NOT NULL,
    changed DATETIME NOT NULL,
    locked BOOLEAN NOT NULL,
    deleted BOOLEAN NOT NULL
);

CREATE INDEX topics_by_board ON topics (board_id, changed);

CREATE TABLE posts (
    id INTEGER PRIMARY KEY,
    topic_id INTEGER NOT NULL REFERENCES topics,
    account_id INTEGER NOT NULL REFERENCES accounts,
    text TEXT NOT NULL,
    written DATETIME NOT NULL,
    edited DATETIME,
    deleted BOOLEAN NOT NULL,
    -- The form that it came by: the same form, sent twice, is one post.
    form TEXT NOT NULL UNIQUE
);

CREATE INDEX posts_by_topic ON posts (topic_id);

-- What moderators did.
CREATE TABLE actions (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES accounts,
    what TEXT NOT NULL,
    url TEXT NOT NULL,
    reason TEXT NOT NULL,
    done DATETIME NOT NULL
);

-- Logins that failed, by the name and by the address that they came from.
CREATE TABLE attempts (
    id INTEGER PRIMARY KEY,
    who TEXT NOT NULL,
    at REAL NOT NULL
);

CREATE INDEX attempts_by_who ON attempts (who, at);
